import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The group of containers")
    struct ContainerGroupTests {
        private let skiff = Skiff.current

        @Test("its verbs are those without it")
        func verbs() throws {
            try skiff.withContainer { container throws in
                let ids = try skiff.run("ps", "-q").lines
                for verb in ["ls", "list", "ps"] { #expect(try skiff.run("container", verb, "-q").lines == ids) }
                let id = try skiff.run("container", "inspect", "-f", "{{.Id}}", container.name).succeeded().text
                #expect(id == container.id)
                let image = try skiff.run("container", "inspect", "busybox")
                #expect(image.exitCode == 1 && image.errorText == "skiff: no such container: busybox")
                #expect(try skiff.run("container", "top", container.name).succeeded().lines.count == 2)
                try skiff.run("container", "rm", "-f", container.name).succeeded()
            }
            let help = try skiff.run("container").succeeded().text
            #expect(help.contains("\n  prune ") && help.contains("\n  logs ") && !help.contains("\n  ps "))
        }

        @Test("prune removes what doesn't run, asks first, and keeps what a filter leaves out")
        func prune() throws {
            try Skiff.withOwnRoot { skiff throws in
                try skiff.run("run", "--name", "kept", "-l", "keep", "busybox", "true").succeeded()
                let write = "head -c 2000000 /dev/urandom > /file"
                try skiff.run("run", "--name", "gone", "busybox", "sh", "-c", write).succeeded()
                try skiff.withContainer { running throws in
                    let id = try skiff.inspect("gone")["Id"].string ?? ""
                    let names = { try skiff.run("ps", "-a", "--format", "{{.Names}}").lines }
                    let refused = try skiff.run(["container", "prune"], input: Array("n\n".utf8))
                    #expect(refused.exitCode == 1 && refused.text.hasPrefix("WARNING! This will remove all stopped"))
                    #expect(try names() == [running.name, "gone", "kept"])
                    let old = try skiff.run("container", "prune", "-f", "--filter", "until=1h").succeeded()
                    #expect(old.text == "Total reclaimed space: 0B")
                    let pruned = try skiff.run("container", "prune", "-f", "--filter", "label!=keep").succeeded()
                    #expect(pruned.lines.prefix(3) == ["Deleted Containers:", id, ""])
                    #expect(pruned.lines[3].hasPrefix("Total reclaimed space: 2."))
                    #expect(try names() == [running.name, "kept"])
                    let system = try skiff.run("system", "prune", "-f", "--filter", "label=nobody").succeeded()
                    #expect(system.text == "Total reclaimed space: 0B")
                    try skiff.run("system", "prune", "-f", "--filter", "label=keep").succeeded()
                    #expect(try names() == [running.name])
                }
            }
        }

        @Test("rm: several names, what is missing, what runs; with --force a missing one is no failure")
        func remove() throws {
            try skiff.withContainer { running throws in
                try skiff.withContainer([], ["true"]) { ended throws in
                    try skiff.run("wait", ended.id).succeeded()
                    let result = try skiff.run("rm", "nobody", running.name, ended.name)
                    #expect(result.exitCode == 1 && result.text == ended.name)
                    #expect(result.errorText.hasPrefix("skiff: no such container: nobody\nskiff: cannot remove"))
                    let forced = try skiff.run("rm", "-f", "nobody", running.name)
                    #expect(forced.exitCode == 0 && forced.text == running.name)
                    #expect(forced.errorText == "skiff: no such container: nobody")
                }
            }
        }

        @Test("port has nothing to list, and no port that is asked for")
        func port() throws {
            try skiff.withContainer { container throws in
                let all = try skiff.run("port", container.name)
                #expect(all.exitCode == 0 && all.text == "" && all.errorText == "")
                let one = try skiff.run("port", container.name, "80/tcp")
                #expect(one.exitCode == 1)
                #expect(one.errorText == "skiff: no public port '80/tcp' published for \(container.name)")
            }
            #expect(try skiff.run("port", "nobody").exitCode == 1)
        }

        @Test("kill takes a signal by name or number, and wait several names in order")
        func killAndWait() throws {
            let script = "trap 'exit 42' USR1; trap 'exit 43' TERM; while :; do sleep 0.05; done"
            try skiff.withContainer([], ["sh", "-c", script]) { first throws in
                try skiff.withContainer([], ["sh", "-c", script]) { second throws in
                    let refused = try skiff.run("kill", "-s", "BOGUS", first.name)
                    #expect(refused.exitCode == 1 && refused.errorText.contains("BOGUS"))
                    // A shell that hasn't set its traps yet, as process 1, ignores the signal.
                    #expect(
                        try eventually {
                            try skiff.run("kill", "-s", "10", first.name)
                            return try skiff.run("ps", "-q", "-f", "name=\(first.name)").text == ""
                        })
                    #expect(
                        try eventually {
                            try skiff.run("kill", "--signal=sigterm", second.name)
                            return try skiff.run("ps", "-q", "-f", "name=\(second.name)").text == ""
                        })
                    let waited = try skiff.run("wait", first.name, "nobody", second.name)
                    #expect(waited.lines == ["42", "43"] && waited.exitCode == 1)
                    #expect(waited.errorText == "skiff: no such container: nobody")
                }
            }
        }
    }
}

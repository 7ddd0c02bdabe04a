import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Lists of containers")
    struct PsTests {
        private let skiff = Skiff.current

        @Test("filters: what a container is called, does, has and was made after")
        func filters() throws {
            try Skiff.withOwnRoot { skiff throws in
                try skiff.withContainer(["-l", "stage=test", "-l", "solo"]) { first throws in
                    try skiff.withContainer(["-l", "stage=live", "--network", "host"], ["sh", "-c", "exit 3"]) {
                        second in
                        try skiff.run("wait", second.id).succeeded()
                        let names = { (filters: [String]) in
                            let words = filters.flatMap { ["--filter", $0] }
                            let result = try skiff.run(["ps", "-a", "--format", "{{.Names}}"] + words)
                            return try result.succeeded().lines
                        }
                        let both = [second.name, first.name]
                        #expect(try names([]) == both)
                        #expect(try names(["label=stage"]) == both)
                        #expect(try names(["label=stage=test"]) == [first.name])
                        #expect(try names(["label=stage", "label=solo"]) == [first.name])
                        #expect(try names(["status=exited"]) == [second.name])
                        #expect(try names(["exited=3"]) == [second.name])
                        #expect(try names(["exited=0"]) == [])
                        #expect(try names(["name=\(first.name)"]) == [first.name])
                        #expect(try names(["name=^/\(first.name)$"]) == [first.name])
                        #expect(try names(["id=\(second.id.prefix(9))"]) == [second.name])
                        #expect(try names(["before=\(second.name)"]) == [first.name])
                        #expect(try names(["since=\(first.name)"]) == [second.name])
                        #expect(try names(["network=host"]) == [second.name])
                        #expect(try names(["ancestor=busybox"]) == both)
                        #expect(try names(["ancestor=debian"]) == [])
                        #expect(try names(["health=none"]) == both)
                        #expect(try names(["publish=80"]) == [])
                        #expect(try skiff.run("ps", "--filter", "status=exited", "-q").lines.count == 1)
                        #expect(try skiff.run("ps", "--filter", "label=stage", "-q").lines.count == 1)
                        let unknown = try skiff.run("ps", "--filter", "since=nobody")
                        #expect(unknown.exitCode == 1 && unknown.errorText == "skiff: no such container: nobody")
                    }
                }
            }
        }

        @Test("the newest alone, or some of them, whatever they do")
        func newest() throws {
            try skiff.withContainer([], ["true"]) { older throws in
                try skiff.withContainer { newer throws in
                    #expect(try skiff.run("ps", "-l", "-q", "--no-trunc").lines == [newer.id])
                    #expect(try skiff.run("ps", "-n", "2", "-q", "--no-trunc").lines == [newer.id, older.id])
                    #expect(
                        try skiff.run("ps", "-n", "1", "-f", "status=exited", "-q", "--no-trunc").lines == [older.id])
                }
            }
        }

        @Test("sizes are what was written, and that with the image; they are measured when they are asked for")
        func sizes() throws {
            try skiff.withContainer([], ["sh", "-c", "head -c 3000000 /dev/zero > /file; mkdir /dir; ln /file /other"])
            {
                container throws in
                try skiff.run("wait", container.id).succeeded()
                let list = { (words: [String]) in
                    try skiff.run(["ps", "-a", "-f", "id=\(container.id)"] + words).succeeded().text
                }
                let image = try skiff.run("images", "--format", "{{.Size}}", "busybox").text
                #expect(image.hasSuffix("MB"))
                let size = try list(["--format", "{{.Size}}"])
                #expect(size.hasPrefix("3MB (virtual ") && size.hasSuffix("MB)"), "\(size)")
                #expect(try list(["-s"]).contains(size))
                #expect(try list(["-s"]).contains("NAMES") && list(["-s"]).contains("SIZE"))
                #expect(try !list([]).contains("SIZE"))
                #expect(try list(["--format", "json"]).contains(#""Size":"N/A""#))
                let inspection = try skiff.run("inspect", "--size", container.id).json()[0]
                #expect(inspection["SizeRw"].number == 3_000_000)
                #expect((inspection["SizeRootFs"].number ?? 0) > 4_000_000)
                #expect(try skiff.inspect(container.id)["SizeRw"] == .null)
            }
        }

        @Test("an image that has lost its name, or given it away, is shown by its id")
        func renamedImage() throws {
            try Skiff.withOwnRoot { skiff throws in
                try skiff.run("tag", "busybox", "mine:1").succeeded()
                try skiff.run("run", "--name", "ended", "mine:1", "true").succeeded()
                let image = { try skiff.run("ps", "-a", "--format", "{{.Image}}").succeeded().text }
                #expect(try image() == "mine:1")
                try skiff.run("rmi", "mine:1").succeeded()
                let id = try skiff.inspect("busybox")["Id"].string ?? ""
                #expect(try image() == id.dropFirst("sha256:".count).prefix(12))
                #expect(try skiff.run("ps", "-a", "--no-trunc", "--format", "{{.Image}}").text == id)
            }
        }

        @Test("fields by their names, labels by theirs, and words in quotation marks")
        func fields() throws {
            try skiff.withContainer(["-l", "com.example.stage=live"], ["sh", "-c", "sleep 1000", "\"x\""]) {
                container throws in
                let list = { (format: String) in
                    try skiff.run("ps", "--no-trunc", "-f", "id=\(container.id)", "--format", format).succeeded().text
                }
                #expect(try list(#"{{.Label "com.example.stage"}}|{{.Label "nope"}}"#) == "live|")
                #expect(
                    try list("{{.Names}} {{.State}} {{.Networks}} {{.LocalVolumes}}")
                        == "\(container.name) running none 0")
                #expect(try list("{{.Command}}") == #""sh -c 'sleep 1000' \"x\"""#)
                #expect(try list("{{.Labels}}") == "com.example.stage=live")
                #expect(try list(#"table {{.Label "com.example.stage"}}"#) == "stage\nlive")
                let unknown = try skiff.run("ps", "--format", "{{.Nope}}")
                #expect(unknown.exitCode == 1 && unknown.errorText.contains("template parsing error"))
                let quiet = try skiff.run(
                    "ps", "-q", "--no-trunc", "-f", "id=\(container.id)", "--format", "{{.Names}}")
                #expect(quiet.text == container.id && quiet.errorText.contains("--format is ignored"))
            }
        }

        @Test("a container whose files a power failure has spoilt is seen, hides no other, and can be removed")
        func spoilt() throws {
            try Skiff.withOwnRoot { skiff throws in
                try skiff.run("run", "--name", "spoilt", "busybox", "true").succeeded()
                try skiff.run("run", "--name", "sound", "busybox", "true").succeeded()
                let id = try skiff.inspect("spoilt")["Id"].string ?? ""
                try HostFile.write("{\"exi", to: "\(skiff.root)/containers/\(id)/state.json")
                let rows = try skiff.run("ps", "-a", "--format", "{{.Names}} {{.Status}}").succeeded().lines
                #expect(rows.count == 2 && rows[0].hasPrefix("sound Exited (0)") && rows[1] == "spoilt Dead")
            }
        }
    }
}

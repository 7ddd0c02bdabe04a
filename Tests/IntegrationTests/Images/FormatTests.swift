import TestSupport
import Testing

extension IntegrationTests {
    @Suite("What lists and inspections print", .withSkiff(.busybox, .probe))
    struct FormatTests {
        private var skiff: Skiff { Skiff.current }

        @Test("a template gives a line an object, one after 'table' columns with titles, json an object a line")
        func lists() throws {
            #expect(
                try Set(skiff.run("images", "--format", "{{.Repository}}:{{.Tag}}").lines)
                    == ["busybox:latest", "probe:latest"])
            let table = try skiff.run("images", "--format", #"table {{upper .Repository}}\t{{.Tag}}"#, "busybox")
            #expect(table.lines == ["REPOSITORY   TAG", "BUSYBOX      latest"])
            let row = try JSON(parsing: skiff.run("images", "--format", "json", "busybox").text)
            #expect(row["Repository"].string == "busybox")
            #expect(try skiff.run("image", "ls", "-q", "busybox").text == row["ID"].string)
        }

        @Test("inspect fills a template in, and tells in Docker's words and by its exit code what is wrong with one")
        func inspect() throws {
            let id = try skiff.inspect("busybox")["Id"].string
            #expect(try skiff.run("inspect", "-f", "{{.Id}}", "busybox").text == id)
            #expect(
                try skiff.run("image", "inspect", "-f", "{{json .RepoTags}}", "busybox").text == "[\"busybox:latest\"]")
            #expect(try skiff.run("inspect", "-f", "{{.Config.Labels.none}}", "busybox").text == "<no value>")
            let unknown = try skiff.run("inspect", "-f", "{{.Nope}}", "busybox")
            #expect(unknown.exitCode == 1)
            #expect(
                unknown.errorText == "skiff: template parsing error: template: :1:2: executing \"\" at <.Nope>: "
                    + "map has no entry for key \"Nope\"")
            let unreadable = try skiff.run("inspect", "-f", "{{foo}}", "absent")
            #expect(unreadable.exitCode == 64)
            #expect(unreadable.errorText == "skiff: template parsing error: template: :1: function \"foo\" not defined")
        }

        @Test("what an image says reaches a program as it is and a terminal harmlessly")
        func hostile() throws {
            let config = #"{"Cmd":["x"],"Labels":{"a":"\u001b[2Jx"}}"#
            try skiff.withImage(config: config) { image in
                let words = ["inspect", "-f", "{{.Config.Labels.a}}", image]
                #expect(try skiff.run(words).output == Array("\u{1B}[2Jx\n".utf8))
                var pty = try Pty()
                var running = try pty.start(skiff.program(words))
                #expect(try running.waitForEnd() == 0)
                try pty.screen.readToEnd()
                #expect(pty.screen.text == "\\x1b[2Jx\r\n")
            }
        }

        @Test("filters select by label, by pattern, and by what was made before or since")
        func filters() throws {
            func names(_ filters: String...) throws -> Set<String> {
                let words = filters.flatMap { ["--filter", $0] }
                return try Set(skiff.run(["images", "--format", "{{.Repository}}"] + words).succeeded().lines)
            }
            let config = #"{"Cmd":["x"],"Labels":{"stage":"test"}}"#
            try skiff.withImage(config: config) { image in
                let lines = try skiff.run("images", "--format", "{{.Repository}}", image).lines
                let name = try #require(lines.first)
                #expect(try names("label=stage=test") == [name])
                #expect(try names("label=stage=other") == [])
                #expect(try names("reference=busy*", "reference=probe") == ["busybox", "probe"])
                #expect(try names("reference=busy*", "label=stage") == [])
                #expect(try names("dangling=true") == [])
                #expect(try names("before=busybox") == [])
                #expect(try names("until=2001-01-01").contains("busybox"))
            }
            #expect(try skiff.run("images", "-f", "before=absent").exitCode == 1)
        }

        @Test("tag gives a name, history tells the steps, rm takes the name away")
        func names() throws {
            try skiff.run("image", "tag", "busybox", "here/mine:2").succeeded()
            let history = try skiff.run("history", "here/mine:2").succeeded().lines
            #expect(history.first?.hasPrefix("IMAGE          CREATED   CREATED BY") == true)
            #expect(try history[1].hasPrefix(skiff.run("images", "-q", "here/mine:2").text))
            #expect(history.dropFirst(2).allSatisfy { $0.hasPrefix("<missing>") })
            #expect(try skiff.run("image", "rm", "here/mine:2").text == "Untagged: here/mine:2")
        }

        @Test("nothing is pruned without a yes, and the space is told")
        func prune() throws {
            try Skiff.withOwnRoot(images: [.probe]) { skiff in
                let refusal = try skiff.run(["image", "prune", "-a"], input: Array("n\n".utf8))
                #expect(refusal.exitCode == 1 && refusal.errorText == "skiff: image prune has been cancelled")
                #expect(try skiff.run(["image", "prune"], input: []).exitCode == 1)
                #expect(try skiff.run("image", "prune", "-af", "--filter", "label=none").lines.count == 1)
                let result = try skiff.run(["image", "prune", "-a"], input: Array("y\n".utf8)).succeeded()
                #expect(result.text.contains("Deleted Images:\nuntagged: probe:latest\ndeleted: sha256:"))
                #expect(result.lines.last?.hasPrefix("Total reclaimed space: ") == true)
                #expect(try skiff.run("images", "-q").output.isEmpty)
            }
        }

        @Test("an archive is not written to a terminal")
        func saving() throws {
            var pty = try Pty()
            var running = try pty.start(skiff.program(["save", "busybox"]))
            #expect(try running.waitForEnd() == 1)
            try pty.screen.readToEnd()
            #expect(pty.screen.text.contains("cowardly refusing to save to a terminal"))
        }
    }
}

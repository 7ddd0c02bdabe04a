import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The name of a container")
    struct NameTests {
        private let skiff = Skiff.current

        @Test("leads a visitor to whoever has it now, also without the database")
        func visits() throws {
            try Skiff.withOwnRoot { skiff in
                let say = { (name: String) in try skiff.run("exec", name, "hostname") }
                let id = try skiff.run("run", "-d", "--name", "old", "busybox", "sleep", "1000").succeeded().text
                let own = String(id.prefix(12))
                #expect(try say("old").text == own && HostFile.names(in: "\(skiff.root)/names") == ["old"])
                #expect(try say(id).text == own && say(own).text == own && say("old").text == own)
                try skiff.run("rename", "old", "new").succeeded()
                #expect(try say("new").text == own)
                #expect(try say("old").errorText.contains("no such container"))
                // A link of a name that somebody else has by now.
                let other = try skiff.run("run", "-d", "--name", "old", "busybox", "sleep", "1000").succeeded().text
                let links = try Descriptor.open("\(skiff.root)/names", [.directory])
                try links.removeFile("old")
                try links.makeSymbolicLink("old", to: id)
                #expect(try say("old").text == other.prefix(12) && say("new").text == own)
                try skiff.run("rm", "--force", "old").succeeded()
                #expect(HostFile.names(in: "\(skiff.root)/names") == ["new"])
                #expect(try say("old").errorText.contains("no such container"))
            }
        }

        @Test("is the database's, where a rename was killed before that knew")
        func interruptedRename() throws {
            try skiff.withCreated { container in
                let directory = try Descriptor.open("\(skiff.root)/containers/\(container.id)", [.directory])
                let intact = String(decoding: try directory.readFile("container.json"), as: UTF8.self)
                let other = Skiff.newName()
                let changed = intact.replacing("\"\(container.name)\"", with: "\"\(other)\"")
                try directory.writeFile("container.json", Array(changed.utf8))
                #expect(try skiff.run("inspect", other).exitCode == 1)
                #expect(try skiff.run("inspect", "-f", "{{.Name}}", container.id).text == "/\(container.name)")
                try directory.writeFile("container.json", Array(changed.utf8))
                let cursor = try skiff.lastCursor()
                try skiff.run("start", container.id).succeeded()
                let started = try skiff.events(since: cursor).filter { $0.action == "start" }
                #expect(started.map { $0.attributes["name"] } == [container.name])
            }
        }
    }
}

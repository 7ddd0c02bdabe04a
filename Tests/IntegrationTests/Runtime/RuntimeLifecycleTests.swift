import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A container of the runtime")
    struct RuntimeLifecycleTests {
        @Test("is created, runs once started, stops with its process and goes when deleted")
        func statuses() throws {
            try Bundle.with(["sh", "-c", "trap 'exit 0' TERM; echo up; while :; do sleep 0.01; done"]) { bundle in
                #expect(try bundle.status() == nil)
                try bundle.create()
                #expect(try bundle.status() == "created")
                #expect(bundle.output == "")
                try bundle.run("start", bundle.id).succeeded()
                #expect(try bundle.status() == "running")
                #expect(try eventually { bundle.output == "up" })
                try bundle.run("kill", bundle.id).succeeded()
                try bundle.wait(for: "stopped")
                try bundle.run("delete", bundle.id).succeeded()
                #expect(try bundle.status() == nil)
            }
        }

        @Test("is one process from its creation on, which waits and then becomes the command")
        func process() throws {
            try Bundle.with(["sleep", "1234"]) { bundle in
                try bundle.create()
                let created = try bundle.pid()
                try bundle.run("start", bundle.id).succeeded()
                #expect(try bundle.pid() == created)
                #expect(HostProcess(created).words == ["sleep", "1234"])
                #expect(HostProcess(created).environment == ["PATH=/bin", bundle.mark, "HOME=/"])
            }
        }

        @Test("is nobody's child once created but the subreaper's")
        func adoption() throws {
            try Bundle.with { bundle in
                try bundle.create()
                let parent = try #require(HostProcess(bundle.pid()).parent)
                #expect(!parent.words.contains { $0.hasSuffix("skiff-runtime") }, "\(parent.words)")
            }
        }

        @Test("has the state that the specification describes, and what runc tells beside it")
        func state() throws {
            try Bundle.with { configuration in
                configuration["annotations"] = ["com.example.key": "a \"value\"", "empty": ""]
            } _: { bundle in
                let before = Self.now()
                try bundle.create()
                let state = try bundle.state()
                #expect(
                    Set(state.members.keys) == [
                        "ociVersion", "id", "status", "pid", "bundle", "annotations", "rootfs", "created", "owner",
                    ])
                #expect(state["ociVersion"].string?.hasPrefix("1.") == true)
                #expect(state["id"].string == bundle.id)
                #expect(state["bundle"].string == bundle.path)
                #expect(state["rootfs"].string == bundle.rootFilesystem)
                #expect(state["owner"].string == "root")
                #expect(state["annotations"] == ["com.example.key": "a \"value\"", "empty": ""])
                #expect(try HostFile.exists("/proc/\(bundle.pid())"))
                let created = try #require(state["created"].string)
                // RFC 3339 with nanoseconds.
                #expect(created.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z/) != nil, "\(created)")
                #expect(
                    before <= created.prefix(before.count) && created.prefix(before.count) <= Self.now(), "\(created)")
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                try bundle.wait(for: "stopped")
                #expect(try bundle.state()["pid"].number == 0)
                #expect(try bundle.state()["created"].string == created)
            }
        }

        /// The time in seconds, as RFC 3339 begins.
        private static func now() -> String {
            var moment = time(nil)
            var parts = tm()
            gmtime_r(&moment, &parts)
            var text = [CChar](repeating: 0, count: 32)
            let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
            return String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        }

        @Test("has no annotations in its state when the configuration has none, and keeps the one it was created from")
        func configurationCopy() throws {
            try Bundle.with { bundle in
                try bundle.create()
                #expect(try bundle.state()["annotations"].members.isEmpty)
                try HostFile.write("{", to: "\(bundle.path)/config.json")
                #expect(try bundle.status() == "created")
                try bundle.run("start", bundle.id).succeeded()
            }
        }

        @Test("can't be started twice, once stopped, or when there is none")
        func start() throws {
            try Bundle.with(["sleep", "1000"]) { bundle in
                try bundle.expectRefusal(["start", bundle.id], [bundle.id, "does not exist"])
                try bundle.createAndStart()
                try bundle.expectRefusal(["start", bundle.id], [bundle.id, "running"])
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                try bundle.wait(for: "stopped")
                try bundle.expectRefusal(["start", bundle.id], [bundle.id, "stopped"])
            }
        }

        @Test("can't be created under a name that is taken")
        func duplicate() throws {
            try Bundle.with { bundle in
                try bundle.create()
                let pid = try bundle.pid()
                try bundle.expectRefusal(["create", "--bundle", bundle.path, bundle.id], ["exists", bundle.id])
                try bundle.expectRefusal(["run", "--bundle", bundle.path, bundle.id], ["exists", bundle.id])
                #expect(try bundle.pid() == pid && bundle.status() == "created")
            }
        }

        @Test(
            "has a name that is one of a file",
            arguments: ["", ".", "..", "a/b", "../a", "a b", "a\nb", "ä", String(repeating: "a", count: 256)])
        func names(name: String) throws {
            try Bundle.with { bundle in
                for words in [["create", "--bundle", bundle.path], ["state"], ["start"], ["delete"], ["kill"]] {
                    let result = try bundle.program(words + ["--", name]).run()
                    #expect(result.exitCode == 1, "\(result)")
                    #expect(result.errorText.contains("invalid container id"), "\(result)")
                }
            }
        }

        @Test("may have a name of all that is allowed, and a long one")
        func allowedNames() throws {
            try Bundle.with { bundle in
                for id in ["\(bundle.id)_+-.Z9", bundle.id + String(repeating: "x", count: 200)] {
                    try bundle.create(id: id)
                    #expect(try bundle.status(id) == "created")
                }
            }
        }

        @Test("is not deleted while it runs, unless forced to; one that only was created is")
        func delete() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                try bundle.expectRefusal(["delete", bundle.id], [bundle.id, "not stopped", "running"])
                #expect(try bundle.status() == "running")
                let pid = try bundle.pid()
                try bundle.run("delete", "--force", bundle.id).succeeded()
                #expect(HostProcess(pid).state == nil || HostProcess(pid).state == "Z")
                try bundle.create()
                try bundle.run("delete", bundle.id).succeeded()
                #expect(try bundle.status() == nil)
            }
        }

        @Test("that doesn't exist is deleted by force alone, and has no state")
        func absent() throws {
            try Bundle.with { bundle in
                try bundle.run("delete", "--force", bundle.id).succeeded()
                try bundle.run("delete", "-f", bundle.id).succeeded()
                for words in [["delete"], ["state"], ["kill"], ["pause"], ["resume"]] {
                    try bundle.expectRefusal(words + [bundle.id], [bundle.id, "does not exist"])
                }
            }
        }
    }
}

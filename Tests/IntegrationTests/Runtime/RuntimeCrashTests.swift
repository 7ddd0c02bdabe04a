import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// strace(1) kills the command as it enters one system call after the other.
    @Suite("The runtime when it is killed", .requiresStrace)
    struct RuntimeCrashTests {
        /// One system call of a trace: the name and how often it had been called by then.
        struct Call: Hashable, CustomStringConvertible {
            let name: String
            let occurrence: Int
            let changes: Bool

            var description: String { "\(name) \(occurrence)" }
        }

        /// strace's own words come before the command's.
        private func traced(_ flags: [String], _ bundle: Bundle, _ words: [String]) -> Program {
            let program = bundle.program(words)
            return Program(
                "/usr/bin/strace",
                ["-qq", "-o", "\(bundle.directory)/trace"] + flags + [program.path] + program.arguments,
                environment: program.environment)
        }

        /// The calls that the command makes once it has started.
        private func calls(_ bundle: Bundle, _ words: [String], with flags: [String] = []) throws -> [Call] {
            try traced(flags, bundle, words).run(writingTo: "\(bundle.directory)/output").succeeded()
            // strace counts the calls of each thread for itself.
            var counts: [String: Int] = [:]
            var hasStarted = false
            return try HostFile.text("\(bundle.directory)/trace").split(separator: "\n").compactMap { line in
                let thread = flags.contains("-f") ? line.prefix { $0.isNumber } : ""
                let line = line.dropFirst(thread.count).drop { $0 == " " }
                let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                let count = counts["\(thread) \(name)", default: 0] + 1
                counts["\(thread) \(name)"] = count
                // Before it opens its first file it is the language's start.
                hasStarted = hasStarted || name == "openat2"
                guard hasStarted, line.dropFirst(name.count).first == "(" else { return nil }
                return Call(name: String(name), occurrence: count, changes: Self.changes(name, line))
            }
        }

        /// Whether the call may change something that others can see.
        private static func changes(_ name: Substring, _ line: Substring) -> Bool {
            let verbs = [
                "mkdir", "rmdir", "unlink", "rename", "write", "bind", "listen", "connect", "clone", "send", "recv",
                "pidfd_send", "kill", "waitid", "flock", "poll", "symlink", "exit_group",
            ]
            if name.hasPrefix("open") { return line.contains("O_CREAT") || line.contains("O_WRONLY") }
            return verbs.contains { name.hasPrefix($0) }
        }

        /// Kills the command as it enters each of its calls that change
        /// something, and gives the container to the body after each.
        private func killAtEachCall(
            of words: [String], _ bundle: Bundle, with flags: [String] = [], prepare: () throws -> Void,
            _ check: (Call) throws -> Void
        ) throws {
            try prepare()
            // Several threads may come to the same call as often.
            var known: Set<Call> = []
            let calls = try calls(bundle, words, with: flags).filter { known.insert($0).inserted }
            try bundle.deleteAll()
            #expect(calls.count { $0.changes } > 5)
            for call in calls where call.changes {
                try prepare()
                let inject = "inject=\(call.name):signal=KILL:when=\(call.occurrence)"
                _ = try traced(flags + ["-e", inject], bundle, words).run(writingTo: "\(bundle.directory)/output")
                try check(call)
            }
        }

        @Test("create leaves something that delete --force takes away entirely", arguments: ["create", "run"])
        func create(verb: String) throws {
            try Bundle.with { bundle in
                let flags = verb == "run" ? ["--detach"] : []
                let before = try RuntimeSnapshot(of: bundle)
                try killAtEachCall(of: [verb] + flags + ["--bundle", bundle.path, bundle.id], bundle) {
                } _: { call in
                    let list = try bundle.run("list", "-q")
                    #expect(list.exitCode == 0, "\(call): \(list)")
                    let state = try bundle.run("state", bundle.id)
                    #expect(state.exitCode == 0 || state.errorText.contains("does not exist"), "\(call): \(state)")
                    try bundle.run("delete", "--force", bundle.id).succeeded()
                    try expectUnchanged(since: before, bundle, call)
                }
            }
        }

        /// The group is made on a thread (`PendingCgroup`), which strace follows, and with it the container.
        @Test("run whose group comes last leaves something that delete --force takes away entirely")
        func runWithPendingGroup() throws {
            try Bundle.with(["true"], edit: { $0.removeCgroupMount() }) { bundle in
                let before = try RuntimeSnapshot(of: bundle)
                let words = ["run", "--bundle", bundle.path, bundle.id]
                try killAtEachCall(of: words, bundle, with: ["-f"]) {
                } _: { call in
                    try bundle.run("delete", "--force", bundle.id).succeeded()
                    try expectUnchanged(since: before, bundle, call)
                }
            }
        }

        @Test("start leaves a container that runs, or one that can be deleted")
        func start() throws {
            try Bundle.with { bundle in
                let before = try RuntimeSnapshot(of: bundle)
                try killAtEachCall(of: ["start", bundle.id], bundle) {
                    try bundle.create()
                } _: { call in
                    let status = try bundle.status()
                    #expect(["created", "running", "stopped"].contains(status), "\(call): \(status ?? "absent")")
                    if status == "created" { try bundle.run("start", bundle.id).succeeded() }
                    try bundle.run("delete", "--force", bundle.id).succeeded()
                    try expectUnchanged(since: before, bundle, call)
                }
            }
        }

        @Test("delete --force leaves something that the next takes away entirely")
        func delete() throws {
            try Bundle.with { bundle in
                let before = try RuntimeSnapshot(of: bundle)
                try killAtEachCall(of: ["delete", "--force", bundle.id], bundle) {
                    try bundle.createAndStart()
                } _: { call in
                    try bundle.run("delete", "--force", bundle.id).succeeded()
                    try expectUnchanged(since: before, bundle, call)
                }
            }
        }

        @Test("create takes back what it has made when a call fails")
        func failures() throws {
            try Bundle.with { bundle in
                let before = try RuntimeSnapshot(of: bundle)
                let words = ["create", "--bundle", bundle.path, bundle.id]
                let calls = try calls(bundle, words)
                try bundle.deleteAll()
                // The C library ends the process when a futex has no memory, which the kernel never says of one.
                let harmless: Set = [
                    "close", "exit_group", "prctl", "brk", "mmap", "munmap", "getpid", "geteuid", "futex",
                ]
                for call in calls where !harmless.contains(call.name) {
                    let inject = "inject=\(call.name):error=ENOSPC:when=\(call.occurrence)"
                    let result = try traced(["-e", inject], bundle, words).run(writingTo: "\(bundle.directory)/output")
                    #expect(result.exitCode == 0 || result.exitCode == 1, "\(call): \(result)")
                    if result.exitCode == 0 { try bundle.run("delete", "--force", bundle.id).succeeded() }
                    try expectUnchanged(since: before, bundle, call)
                }
            }
        }

        private func expectUnchanged(since before: RuntimeSnapshot, _ bundle: Bundle, _ call: Call) throws {
            var differences = [String]()
            let isSettled = try eventually {
                differences = try RuntimeSnapshot(of: bundle).differences(since: before)
                return differences.isEmpty
            }
            #expect(isSettled, "\(call): \(differences)")
            if !isSettled { try bundle.deleteAll() }
        }
    }
}

extension JSON {
    /// Nothing of the group is mounted then, so that it may be made beside the container (`PendingCgroup`).
    mutating func removeCgroupMount() {
        self["mounts"] = .array(self["mounts"].elements.filter { $0["type"].string != "cgroup" })
    }
}

extension Trait where Self == ConditionTrait {
    /// The tool that makes system calls fail.
    static var requiresStrace: Self {
        .enabled(if: HostFile.exists("/usr/bin/strace"), "needs strace, which kills the runtime at each system call")
    }
}

import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// The runtime's executable while a verb is at work. What each does here is
    /// to refuse its command line; it is looked at before it could write that.
    @Suite("The runtime's own executable", .requiresRoot)
    struct ProtectionTests {
        /// Starts the runtime with a standard error that takes nothing, and
        /// calls the body with its id once it can't go on.
        private func hold(
            _ path: String, _ arguments: [String], _ body: (pid_t) throws -> Void
        ) throws {
            let pipe = try Pipe()
            try pipe.writeEnd.setNonBlocking()
            var one: UInt8 = 0
            while write(pipe.writeEnd.number, &one, 1) == 1 {}
            let flags = fcntl(pipe.writeEnd.number, F_GETFL)
            try #require(fcntl(pipe.writeEnd.number, F_SETFL, flags & ~O_NONBLOCK) == 0)

            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_adddup2(&actions, pipe.writeEnd.number, 2)
            var words = ([path] + arguments).map { strdup($0) } + [nil]
            defer { for word in words { free(word) } }
            var pid: pid_t = 0
            try #require(posix_spawn(&pid, path, &actions, nil, &words, environ) == 0)
            let process = try ProcessDescriptor(pid: pid)
            let result = Result {
                // Its last system call is the one that waits in write(2).
                let waits = try eventually { try HostFile.text("/proc/\(pid)/wchan").contains("pipe_write") }
                try #require(waits)
                try body(pid)
            }
            try process.send(.kill)
            _ = try process.wait()
            try result.get()
        }

        private func isReadOnly(_ pid: pid_t) throws -> Bool {
            var status = statvfs()
            try checkErrno(statvfs("/proc/\(pid)/exe", &status), "stat", "the executable")
            return status.f_flag & UInt(ST_RDONLY) != 0
        }

        private static let runtime = "\(Installation.executables)/skiff-runtime"

        @Test("is out of reach while a container's code can run", arguments: ["create", "run", "exec"])
        func verbs(verb: String) throws {
            try hold(Self.runtime, ["--unknown-flag", verb]) { pid in
                let readOnly = try isReadOnly(pid)
                let name = try HostFile.text("/proc/\(pid)/comm")
                #expect(readOnly && name == "skiff-runtime")
                #expect(HostProcess(pid).words == [Self.runtime, "--unknown-flag", verb])
            }
        }

        @Test("is executed once where no container's code can run")
        func others() throws {
            try hold(Self.runtime, ["--unknown-flag"]) { pid in
                let readOnly = try isReadOnly(pid)
                #expect(!readOnly)
                #expect(HostFile.linkTarget("/proc/\(pid)/exe")?.hasSuffix("/skiff-runtime") == true)
            }
        }

        @Test("is a sealed copy for a user who may not mount")
        func ordinaryUser() throws {
            let words = ["--reuid=65534", "--regid=65534", "--clear-groups", Self.runtime, "--unknown-flag", "run"]
            try hold("/usr/bin/setpriv", words) { pid in
                #expect(HostFile.linkTarget("/proc/\(pid)/exe")?.hasPrefix("/memfd:skiff-runtime") == true)
            }
        }
    }
}

import Glibc
import LinuxSystem
import TestSupport

extension Bundle {
    /// `skiff-runtime` with this bundle's state directory and these words.
    func program(_ words: [String]) -> Program {
        Program(
            "\(Installation.executables)/skiff-runtime", ["--root", root] + words,
            environment: Program.plainEnvironment + [mark])
    }

    /// A script of the host's shell, in which `runtime` stands for
    /// `skiff-runtime --root ROOT`, `$bundle` for the bundle and `$id` for the container.
    func script(_ text: String) -> Program {
        let prelude = """
            bundle='\(path)' id='\(id)' directory='\(directory)'
            runtime() { '\(Installation.executables)/skiff-runtime' --root '\(root)' "$@"; }

            """
        return Program("/bin/sh", ["-c", prelude + text], environment: Program.plainEnvironment + [mark])
    }

    /// Runs `skiff-runtime` with these words to the end of all that it started.
    @discardableResult
    func run(_ words: String...) throws -> ProgramResult { try program(words).run() }

    /// Runs a command that leaves a container behind, whose output goes to the
    /// same file: `output`.
    @discardableResult
    func leave(_ words: [String]) throws -> ProgramResult {
        try program(words).run(writingTo: "\(directory)/output")
    }

    /// What has been written by commands of `leave` and their containers.
    var output: String { (try? HostFile.text("\(directory)/output")) ?? "" }

    /// Creates the container, or another one, which gets a cgroup of its own.
    @discardableResult
    func create(_ flags: [String] = [], id: String? = nil) throws -> ProgramResult {
        if let id { try configure { $0["linux"]["cgroupsPath"] = .string("/\(id)") } }
        let result = Result {
            try leave(["create", "--bundle", path] + flags + [id ?? self.id]).succeeded()
        }
        if id != nil { try configure { $0["linux"]["cgroupsPath"] = .string("/\(self.id)") } }
        return try result.get()
    }

    /// Creates and starts the container.
    func createAndStart(_ flags: [String] = []) throws {
        try create(flags)
        try run("start", id).succeeded()
    }

    /// What `state` tells.
    func state(_ id: String? = nil) throws -> JSON { try run("state", id ?? self.id).json() }

    /// `creating`, `created`, `running`, `paused` or `stopped`; `nil` when there is no such container.
    func status(_ id: String? = nil) throws -> String? {
        let result = try run("state", id ?? self.id)
        guard result.exitCode == 0 else { return nil }
        return try result.json()["status"].string
    }

    /// Waits until the container has that status.
    func wait(for status: String) throws {
        var last: String?
        let came = try eventually {
            last = try self.status()
            return last == status
        }
        guard came else { throw TestFailure("container is \(last ?? "absent"), not \(status); it wrote \"\(output)\"") }
    }

    /// The id of the container's first process on the host.
    func pid() throws -> Int32 {
        guard let pid = try state()["pid"].number, pid > 0 else { throw TestFailure("the container has no process") }
        return Int32(pid)
    }

    /// The names of the containers in the state directory; compiled filters are kept there, too.
    var containers: [String] { HostFile.names(in: root).filter { !$0.hasPrefix("@") } }

    /// Deletes every container of the state directory, whatever it does.
    func deleteAll() throws {
        for name in containers { try run("delete", "--force", name).succeeded() }
    }
}

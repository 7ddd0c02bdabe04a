import LinuxSystem

/// A container that a test made, most often one that runs in the background.
public struct RunningContainer: Sendable {
    public let skiff: Skiff
    public let id: String
    public let name: String
    /// The first process's id on the host; 0 for one that doesn't run.
    public let pid: Int32

    public init(skiff: Skiff, id: String, name: String, pid: Int32) {
        self.skiff = skiff
        self.id = id
        self.name = name
        self.pid = pid
    }

    /// What `inspect` tells of it now.
    public func inspection() throws -> JSON { try skiff.inspect(id) }

    /// A file of /proc about its first process, as the host sees it.
    public func processFile(_ file: String) throws -> String { try HostFile.text("/proc/\(pid)/\(file)") }
}

extension Skiff {
    /// Runs the image's words in the background and gives the container to the
    /// body. Whatever the body did with it, it is gone afterwards.
    public func withContainer<Value>(
        _ options: [String] = [], image: FixtureImage = .busybox, _ command: [String] = ["sleep", "1000"],
        _ body: (RunningContainer) throws -> Value
    ) throws -> Value {
        let name = Self.newName()
        // It may have another name in the end.
        var made = name
        let result = Result {
            let words = ["run", "--detach", "--name", name] + options + [image.rawValue] + command
            made = try run(words).succeeded().text
            return try body(container(id: made, name: name))
        }
        try run("rm", "--force", made)
        return try result.get()
    }

    private func container(id: String, name: String) throws -> RunningContainer {
        // 0 for one that has already ended.
        let pid = try inspect(id)["State"]["Pid"].number ?? 0
        return RunningContainer(skiff: self, id: id, name: name, pid: Int32(pid))
    }

    /// A name that no other container has.
    public static func newName() -> String { "test-\(UInt64.random(in: 0 ... .max))" }

    /// What `inspect` tells of one container or image.
    public func inspect(_ reference: String) throws -> JSON { try run("inspect", reference).json()[0] }

    /// What the probe sees in a container of its own: `run --rm OPTIONS probe /probe WORDS`.
    public func probe(_ options: [String] = [], _ words: [String]) throws -> JSON {
        try run(["run", "--rm"] + options + ["probe", "/probe"] + words).json()
    }

    /// One section of the probe's report.
    public func probe(_ options: [String] = [], only section: String) throws -> JSON {
        try probe(options, ["--only", section])[section]
    }

    /// What a shell prints in a busybox container of its own.
    public func shell(_ options: [String], _ script: String) throws -> ProgramResult {
        try run(["run", "--rm"] + options + ["busybox", "sh", "-c", script])
    }
}

import TestSupport

/// A containerd, and `ctr` to speak with it.
struct ContainerdFixture: EngineFixture {
    static let programs = ["containerd", "containerd-shim-runc-v2", "ctr"]
    let place: EnginePlace

    static func daemon(at place: EnginePlace) throws -> [String] {
        let configuration = """
            version = 2
            root = "\(place.path)/root"
            state = "\(place.path)/state"
            [grpc]
              address = "\(place.path)/socket"
            [plugins."io.containerd.grpc.v1.cri"]
              sandbox_image = "\(PodFixture.pauseImage)"
              restrict_oom_score_adj = true
              disable_apparmor = true
              [plugins."io.containerd.grpc.v1.cri".cni]
                conf_dir = "\(place.path)/no-networks"
              [plugins."io.containerd.grpc.v1.cri".containerd]
                default_runtime_name = "skiff"
                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.skiff]
                  runtime_type = "io.containerd.runc.v2"
                  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.skiff.options]
                    BinaryName = "\(EngineRuntime.path)"
            """
        try HostFile.write(configuration, to: "\(place.path)/config.toml")
        return ["containerd", "--config", "\(place.path)/config.toml"]
    }

    init(at place: EnginePlace) throws {
        self.place = place
        let engine = self
        guard try eventually(within: .seconds(30), { try engine.run("version").exitCode == 0 }) else {
            throw TestFailure("containerd does not answer")
        }
        try run("image", "import", EngineArchive.write(into: place.path)).succeeded()
    }

    /// `ctr` with these words, in a namespace that is called like the cgroup:
    /// containerd puts a namespace's containers into a cgroup of its name.
    func program(_ words: [String]) -> Program {
        place.program(["ctr", "--address", "\(place.path)/socket", "--namespace", place.group] + words)
    }

    /// Runs `ctr` with these words to its end.
    @discardableResult
    func run(_ words: [String]) throws -> ProgramResult { try program(words).run() }

    /// Runs `ctr` with these words to its end.
    @discardableResult
    func run(_ words: String...) throws -> ProgramResult { try run(words) }

    /// One call of containerd's API; see scripts/lib/grpc_call.py for the request.
    @discardableResult
    func call(_ method: String, _ request: String, metadata: [String] = []) throws -> JSON {
        let script = "\(Installation.package)/scripts/lib/grpc_call.py"
        let words = ["python3", script, "\(place.path)/socket", method] + metadata
        return try place.program(words).run(input: Array(request.utf8)).json()
    }

    /// The words of `ctr run` with the runtime under test.
    func runWords(_ options: [String], _ name: String, _ command: [String]) -> [String] {
        let runtime = ["--runtime", "io.containerd.runc.v2", "--runc-binary", EngineRuntime.path]
        return ["run"] + runtime + options + ["busybox:latest", name] + command
    }

    /// Runs the words in the background and gives the container's name to the
    /// body. Whatever the body did with it, it is gone afterwards.
    func withContainer<Value>(
        _ options: [String] = [], _ command: [String] = ["sleep", "1000"], _ body: (String) throws -> Value
    ) throws -> Value {
        let name = Skiff.newName()
        let result = Result {
            try run(runWords(["--detach"] + options, name, command)).succeeded()
            return try body(name)
        }
        // A body may have done so already.
        try run("task", "delete", "--force", name)
        try run("container", "delete", name)
        return try result.get()
    }

    /// What `ctr task list` calls the state, such as `RUNNING`; `nil` without a task.
    func status(of name: String) throws -> String? { try row(of: name)?.last }

    /// The first process's id in the engine's own namespace of processes; `nil` without a task.
    func pid(of name: String) throws -> Int32? { try row(of: name).flatMap { Int32($0[1]) } }

    private func row(of name: String) throws -> [String]? {
        let rows = try run("task", "list").succeeded().lines.map { $0.split(separator: " ").map(String.init) }
        return rows.first { $0.count == 3 && $0[0] == name }
    }
}

import LinuxSystem
import TestSupport

/// `podman` with a store of its own. It has no daemon: what runs for the suite
/// is only what holds the namespaces.
struct PodmanFixture: EngineFixture {
    static let programs = ["podman", "conmon", "catatonit"]
    // `play kube` can't be told another.
    static let groups = ["libpod_parent"]
    // It leaves the groups of pods and of its monitors.
    static let containerPrefix = "libpod-"
    let place: EnginePlace

    static func daemon(at place: EnginePlace) throws -> [String] { ["sleep", "infinity"] }

    init(at place: EnginePlace) throws {
        self.place = place
        // podman raises limits to its own, which takes CAP_SYS_RESOURCE.
        let configuration = """
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]
            netns = "none"
            [engine]
            events_logger = "file"
            """
        try HostFile.write(configuration, to: "\(place.path)/containers.conf")
        try run("load", "--input", EngineArchive.write(into: place.path)).succeeded()
    }

    /// `podman` with these words.
    func program(_ words: [String]) -> Program {
        let global = [
            "podman", "--root", "\(place.path)/root", "--runroot", "\(place.path)/run", "--tmpdir", "\(place.path)/tmp",
            "--runtime", EngineRuntime.path, "--cgroup-manager", "cgroupfs", "--storage-driver", "overlay",
        ]
        let environment = [
            Program.plainEnvironment[0], "HOME=\(place.path)", "CONTAINERS_CONF=\(place.path)/containers.conf",
            "TERM=xterm",
        ]
        return place.program(global + words, environment: environment)
    }

    /// Runs `podman` with these words to its end.
    @discardableResult
    func run(_ words: [String]) throws -> ProgramResult { try program(words).run() }

    /// Runs `podman` with these words to its end.
    @discardableResult
    func run(_ words: String...) throws -> ProgramResult { try run(words) }

    /// The words of `podman run` in the fixture's group.
    func runWords(_ options: [String], _ command: [String]) -> [String] {
        ["run", "--cgroup-parent", "/\(place.group)"] + options + ["busybox"] + command
    }

    /// Runs the words in the background and gives the container's name to the
    /// body. Whatever the body did with it, it is gone afterwards.
    func withContainer<Value>(
        _ options: [String] = [], _ command: [String] = ["sleep", "1000"], _ body: (String) throws -> Value
    ) throws -> Value {
        let name = Skiff.newName()
        let result = Result {
            try run(runWords(["--detach", "--name", name] + options, command)).succeeded()
            return try body(name)
        }
        try run("rm", "--force", "--time", "0", name)
        return try result.get()
    }

    /// One field of `podman inspect`, by Go's template.
    func inspect(_ container: String, _ field: String) throws -> String {
        try run("inspect", "--format", "{{\(field)}}", container).succeeded().text
    }
}

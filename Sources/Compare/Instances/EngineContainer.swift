import Engine
import Images
import LinuxSystem
import StateStore

/// A container of Skiff's own: `skiff run`, by the executable that is running.
struct SkiffContainer: Contender {
    let name = "skiff"
    let kind = ContenderKind.container
    let version: String
    /// The executable.
    let program: String
    let probe: String
    let image: String
    let sharedDisk: Int64?

    func command(_ task: ProbeTask, id: String) -> [String] {
        [program, "run", "--rm", "--name", id] + EngineOptions.words(probe: probe, task) + [image, ProbeFile.inside]
            + task.words(address: "127.0.0.1")
    }

    let detachesIdle = true

    func removal(of ids: [String]) -> [String]? { [program, "rm", "--force"] + ids }

    func ownDisk(id: String) throws -> Int64? {
        let engine = try Engine.open()
        let container = try engine.listed(id)
        let directory = try Descriptor.open("\(engine.state.path)/containers", [.directory])
        var measure = DiskMeasure()
        return try measure.size(of: container.id, in: directory)
    }
}

/// A container of Docker's or Podman's, with the same root as an image of its own.
struct EngineContainer: Contender {
    let name: String
    let kind = ContenderKind.container
    let version: String
    let probe: String
    let image: String
    let sharedDisk: Int64? = nil

    func command(_ task: ProbeTask, id: String) -> [String] {
        [name, "run", "--rm", "--name", id] + EngineOptions.words(probe: probe, task) + [image, ProbeFile.inside]
            + task.words(address: "127.0.0.1")
    }

    let detachesIdle = true

    func removal(of ids: [String]) -> [String]? { [name, "rm", "--force"] + ids }

    func ownDisk(id: String) -> Int64? { nil }
}

/// What the three have in common, since they have Docker's command line.
enum EngineOptions {
    static func words(probe: String, _ task: ProbeTask) -> [String] {
        ["--volume", "\(probe):\(ProbeFile.inside):ro"] + network(task) + (task == .idle ? ["--detach"] : [])
    }

    /// How the host reaches a server in a container: on the host's loopback. With published ports it would be
    /// `["--publish", "127.0.0.1:\(port):\(port)"]`, and an address of 0.0.0.0 inside.
    private static func network(_ task: ProbeTask) -> [String] {
        ["--network", task.hostPort == nil ? "none" : "host"]
    }
}

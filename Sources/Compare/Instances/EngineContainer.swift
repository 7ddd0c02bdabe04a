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
            + EngineOptions.words(inside: task)
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
            + EngineOptions.words(inside: task)
    }

    let detachesIdle = true

    /// Podman has no daemon.
    var publishesOnHost: Bool { name == "docker" }

    func removal(of ids: [String]) -> [String]? { [name, "rm", "--force"] + ids }

    func ownDisk(id: String) -> Int64? { nil }
}

/// What the three have in common, since they have Docker's command line.
enum EngineOptions {
    private static let port: UInt16 = 8080

    /// A container is in the engine's default network, as its users have it; of a server there a port is published.
    static func words(probe: String, _ task: ProbeTask) -> [String] {
        var words = ["--volume", "\(probe):\(ProbeFile.inside):ro", "--network", "bridge"]
        if let hostPort = task.hostPort { words += ["--publish", "127.0.0.1:\(hostPort):\(port)"] }
        return words + (task == .idle ? ["--detach"] : [])
    }

    /// The probe's words.
    static func words(inside task: ProbeTask) -> [String] { task.words(address: "0.0.0.0", port: port) }
}

// Engine is what users know: containers made from images, by Docker's names
// and rules. It decides (settings, specification, records) and visits
// (attach, stop, remove); it never clones a process for a container itself:
// that is the runtime's work, in the container's own supervisor. The command
// line calls it, and later the API server.

import Events
import Glibc
import Images
import LinuxSystem
import StateStore

/// The engine of one state directory. Any number of processes may have one
/// open at once; none of them has to stay.
public final class Engine: Sendable {
    /// The state directory and its database.
    public let state: StateStore
    /// What images there are.
    public let images: ImageStore
    /// Where each container has its directory, named by its id.
    let containers: Descriptor
    /// What has happened, for whoever asks.
    let events: EventLog

    /// Opens the state directory that `SKIFF_ROOT` names, or the usual one.
    /// Refuses whoever isn't root: namespaces, mounts and cgroups need it, and
    /// the kernel's own refusal would name a file nobody asked for.
    public static func open() throws -> Engine {
        guard geteuid() == 0 else {
            throw EngineError(.unavailable, "not root: containers need uid 0; run it again with sudo")
        }
        let engine = try Engine(state: StateStore.open())
        // Who can't heal them can't do it for this command alone; where networks are needed it's told.
        _ = try? engine.healFirewall()
        return engine
    }

    public init(state: StateStore) throws {
        self.state = state
        images = ImageStore(state)
        events = EventLog(in: try state.directory.duplicate())
        containers = try state.directory.makeAndOpenDirectory("containers", mode: 0o700)
    }

    /// What to say of an error of the kernel's: of a read-only state directory that it is one, whatever stood in it
    /// couldn't be changed.
    public static func sentence(of error: SystemError) -> String {
        StateStore.error(behind: error).map { "\($0)" } ?? "cannot \(error)"
    }

    /// The path of a container's directory, for mounts and for its supervisor.
    func path(of id: String) -> String { "\(state.path)/containers/\(id)" }
}

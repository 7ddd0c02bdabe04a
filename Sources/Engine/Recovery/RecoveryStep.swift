import LinuxSystem
import Runtime

/// What has been done for a container whose supervisor was lost.
struct LostEnd: Sendable {
    /// As it is recorded now.
    let end: ExitRecord
    let steps: [RecoveryStep]
}

/// One thing that `recover` has put right, or could not.
public enum RecoveryStep: Hashable, Sendable, CustomStringConvertible {
    /// The end of a container that nobody watched any more, by the container's name.
    case recorded(name: String, cause: String)
    /// Processes that ran on, or an empty group.
    case cgroupRemoved(name: String)
    /// It was to go with its end (`--rm`).
    case removed(name: String)
    /// A container that was only half made or half removed, by its id.
    case remainsRemoved(id: String)
    /// Unfinished work on images.
    case stagingsRemoved(count: Int)
    /// Addresses and names of containers that don't run, in that network.
    case addressesFreed(network: String, count: Int)
    /// Somebody had removed the packet filter's tables.
    case rulesMade
    /// What remains to be done, and why.
    case failed(name: String, reason: String)

    public var description: String {
        switch self {
        case .recorded(let name, let cause): "container \(name): recorded its end: \(cause)"
        case .cgroupRemoved(let name): "container \(name): removed its cgroup with all processes in it"
        case .removed(let name): "container \(name): removed, as --rm asked"
        case .remainsRemoved(let id): "container \(id.prefix(12)): removed the remains of a killed 'run' or 'rm'"
        case .stagingsRemoved(let count): "images: removed \(count) unfinished load\(count == 1 ? "" : "s")"
        case .addressesFreed(let network, let count):
            "network \(network): freed the addresses and names of \(count) lost container\(count == 1 ? "" : "s")"
        case .rulesMade: "networks: made the packet filter's rules anew"
        case .failed(let name, let reason): "container \(name): not recovered: \(reason)"
        }
    }

    /// Whether something remains to be done.
    public var isFailure: Bool {
        if case .failed = self { true } else { false }
    }
}

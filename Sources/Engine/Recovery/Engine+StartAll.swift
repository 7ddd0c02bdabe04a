import Runtime

extension Engine {
    /// What became of one container that `startAll` came upon.
    public enum StartStep: Sendable {
        case started(name: String)
        case failed(name: String, reason: String)
    }

    /// Starts the containers that are to run whenever the machine does: those
    /// with the policy `always`, and those with `unless-stopped` that nobody had
    /// stopped. One that was never started, or that runs, is left alone.
    public func startAll(_ tell: (StartStep) -> Void) throws {
        for container in try allContainers().reversed() where container.startsWithMachine {
            do {
                try start(container.id)
                tell(.started(name: container.name))
            } catch {
                tell(.failed(name: container.name, reason: "\(error)"))
            }
        }
    }
}

extension Container {
    fileprivate var startsWithMachine: Bool {
        guard case .exited(let end) = state else { return false }
        return switch record.settings.restartPolicy {
        case .always: true
        case .unlessStopped: !end.wasStopped
        case .no, .onFailure, .unhealthy: false
        }
    }
}

import LinuxSystem
import Runtime

extension Engine {
    /// Orders the stop of containers that are going to be stopped one after the
    /// other, so that they end at the same time. Answers those that have heard
    /// it; whatever can't be done, the stop itself tells.
    public func order(stopOf references: [String], signal: Signal?, seconds: Int?) -> [String] {
        guard references.count > 1 else { return [] }
        return references.filter { reference in
            // See above.
            guard let container = try? container(reference), container.isSupervised else { return false }
            return (try? orderStop(of: container, signal: signal, seconds: seconds)) ?? false
        }
    }

    /// Kills containers that are going to be removed one after the other, so
    /// that they end at the same time. Whatever can't be done, the removal tells.
    public func order(killOf references: [String]) {
        guard references.count > 1 else { return }
        for reference in references {
            // See above.
            guard let container = try? container(reference), container.isSupervised else { continue }
            _ = try? tell(container.id, .signal(.kill))
        }
    }
}

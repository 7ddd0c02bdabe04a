import LinuxSystem
import Runtime

extension Engine {
    /// Stays with a container that runs: its output from now on comes out here.
    public func attach(_ reference: String, _ options: AttachOptions) throws -> RunOutcome {
        let signals = try Attachment.signalsToForward()
        let container = try running(reference)
        switch container.state {
        case .running: break
        case .paused:
            throw EngineError(.conflict, "cannot attach to container \(container.name): it is paused, unpause it first")
        case .restarting:
            throw EngineError(
                .conflict, "cannot attach to container \(container.name): it is restarting, wait until it runs")
        case .created, .exited:
            throw EngineError(
                .conflict, "cannot attach to container \(container.name): it is not running, start it first")
        }
        var options = options
        options.input = options.input && container.record.interactive
        guard let supervisor = try visit(container.id),
            try supervisor.send(VisitorMessage.attach.encoded(), waiting: true) == .sent
        else { throw EngineError(.conflict, "cannot attach to container \(container.name): it has just ended") }
        let attachment = try Attachment(
            supervisor, signals: signals, options: options, terminal: container.record.terminal)
        return try follow(container.record, attachment)
    }
}

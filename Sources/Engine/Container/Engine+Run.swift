import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// What `run` came to.
    public enum RunOutcome: Sendable {
        /// `-d`: it runs on by itself.
        case detached(id: String)
        /// It ran to its end, or never started.
        case ended(name: String, ExitRecord)
        /// The user left; it runs on.
        case abandoned(name: String)
    }

    /// Makes a container, starts it, and stays with it unless it is detached.
    /// - Parameters:
    ///   - supervisor: started beforehand, so that it got ready while the
    ///     caller opened the engine.
    ///   - fetch: brings an image of that name into the store; called when it's
    ///     not there, or is wanted anew, unless the options forbid it.
    public func run(
        _ options: RunOptions, by supervisor: consuming SupervisorProcess, fetch: (String) throws -> Void
    ) throws -> RunOutcome {
        let image = try image(for: options, fetch: fetch)
        let host = try HostFacts.current()
        // What comes before the container can be told waits, and is told then:
        // an interrupt leaves nothing half made.
        let signals = options.detach ? nil : try Attachment.signalsToForward()
        let draft = try create(options, from: image, host: host)
        Trace.mark("skiff: container recorded")
        let connection: PacketSocket
        do {
            connection = try start(draft, by: supervisor, host: host)
        } catch {
            // The reason why it could not start is worth more than a second one.
            _ = try? discard(draft.record.id)
            throw error
        }
        Trace.mark("skiff: container assigned")
        guard let signals else { return try awaitStart(of: draft, connection) }
        let attachment = try Attachment(
            connection, signals: signals, forwardsInput: options.interactive, terminal: options.terminal)
        return try follow(draft, attachment, options)
    }

    private func follow(_ draft: Draft, _ attachment: Attachment, _ options: RunOptions) throws -> RunOutcome {
        let end: Attachment.End
        if options.terminal, options.interactive, isatty(0) == 1 {
            let raw = try RawTerminal.standardInput()
            end = try attachment.run()
            withExtendedLifetime(raw) {}
        } else {
            end = try attachment.run()
        }
        Trace.mark("skiff: end told")
        defer { Trace.mark("skiff: cleaned up") }
        switch end {
        case .abandoned:
            return .abandoned(name: draft.record.name)
        case .ended(let record):
            return .ended(name: draft.record.name, conclude(draft, record))
        case .supervisorLost:
            return try outcome(ofLost: draft)
        }
    }

    /// What became of a container whose supervisor went without a word.
    private func outcome(ofLost draft: Draft) throws -> RunOutcome {
        let id = draft.record.id
        try waitForSupervisor(of: id)
        if let lost = try recover(id) { return .ended(name: draft.record.name, conclude(draft, lost.end)) }
        // With --rm another command may have removed it by now.
        guard let container = try existing(id) else {
            return .ended(name: draft.record.name, ExitRecord(lost: nil))
        }
        guard case .exited(let record) = container.state else {
            // Only to tell more; the failure is told in any case.
            let words = (try? directory(of: id).descriptor.readFile(ContainerDirectory.supervisorLogName)) ?? []
            let reason = String(decoding: words, as: UTF8.self).split(separator: "\n").last
            try discard(id)
            throw EngineError(
                .internal,
                "cannot start container \(container.name): its supervisor ended early"
                    + (reason.map { " (\($0))" } ?? ""))
        }
        return .ended(name: container.name, conclude(draft, record))
    }

    /// A container that never started leaves nothing behind, and one with
    /// `--rm` neither. Everything else of it is gone when its supervisor has
    /// told its end. A removal that fails is told beside it: the exit code is
    /// the container's.
    private func conclude(_ draft: Draft, _ record: ExitRecord) -> ExitRecord {
        guard draft.record.removeOnExit || record.error != nil else { return record }
        var record = record
        do { try discard(draft.record.id) } catch { record.add("could not be removed: \(error)") }
        return record
    }

    /// Follows a detached container until it runs.
    private func awaitStart(of draft: Draft, _ connection: consuming PacketSocket) throws -> RunOutcome {
        var buffer = [UInt8](repeating: 0, count: VisitorMessage.maximumLength)
        while true {
            let result = buffer.withUnsafeMutableBytes { bytes in
                Result { () throws(SystemError) in try connection.receive(into: bytes) }
            }
            let count = try result.get() ?? 0
            switch VisitorMessage(decoding: buffer[..<count]) {
            case .started:
                return .detached(id: draft.record.id)
            case .ended(let record):
                return .ended(name: draft.record.name, conclude(draft, record))
            case nil where count == 0:
                return try outcome(ofLost: draft)
            default: break
            }
        }
    }
}

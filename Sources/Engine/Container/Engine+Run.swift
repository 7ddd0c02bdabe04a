import Glibc
import LinuxSystem
import Runtime

extension Engine {
    /// What `run` or `start` came to.
    public enum RunOutcome: Sendable {
        /// It runs on by itself.
        case detached(id: String)
        /// It ran to its end, or never started.
        case ended(name: String, ExitRecord)
        /// The user left; it runs on.
        case abandoned(name: String)
        /// The user left by the detach keys; it runs on.
        case left(name: String)
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
        let record = draft.record
        let attaching = options.detach ? nil : AttachOptions(input: options.interactive, detachKeys: options.detachKeys)
        let outcome: RunOutcome
        do {
            outcome = try launch(Launch(draft, signals: signals, host: host), by: supervisor, attaching: attaching)
        } catch {
            // The reason why it could not start is worth more than a second one.
            _ = try? discard(record.id, removingVolumes: true)
            throw error
        }
        // A container that never started leaves nothing behind.
        guard case .ended(let name, let end) = outcome, end.error != nil, !record.removeOnExit else { return outcome }
        return .ended(name: name, conclude(record, end))
    }

    /// Starts a container that was made before and leaves it to itself. One that
    /// runs is started already; one that fails to start throws why.
    public func start(_ reference: String) throws {
        guard case .ended(let name, let end)? = try start(reference, by: .spawn(), attaching: nil),
            let reason = end.error
        else { return }
        throw EngineError(.internal, "cannot start container \(name): \(reason)")
    }

    /// Starts a container that was made before, and stays with it when asked to.
    /// - Returns: `nil` when it runs already.
    public func start(
        _ reference: String, by supervisor: consuming SupervisorProcess, attaching: AttachOptions?
    ) throws -> RunOutcome? {
        let signals = attaching == nil ? nil : try Attachment.signalsToForward()
        guard let draft = try draft(of: reference) else { return nil }
        return try launch(Launch(draft, signals: signals, host: .current()), by: supervisor, attaching: attaching)
    }
}

/// What is needed to start a container.
struct Launch: ~Copyable {
    let draft: Engine.Draft
    /// Those to pass on, for somebody who stays.
    var signals: SignalQueue?
    let host: HostFacts

    init(_ draft: consuming Engine.Draft, signals: consuming SignalQueue?, host: HostFacts) {
        self.draft = draft
        self.signals = signals
        self.host = host
    }
}

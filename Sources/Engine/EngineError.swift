import LinuxSystem

/// Why the engine refused a request or failed at it: a kind to decide by, and
/// one sentence for the user.
public struct EngineError: Error, Hashable, Sendable {
    /// What sort of failure it is; decides exit codes and HTTP statuses.
    public enum Kind: Hashable, Sendable {
        /// The named object doesn't exist.
        case notFound
        /// The request contradicts the state of things, such as a name in use.
        case conflict
        /// The request itself is wrong.
        case invalid
        /// The host lacks what the request needs.
        case unavailable
        /// The command doesn't exist inside the container.
        case commandNotFound
        /// Anything else: the kernel said no, or the engine is at fault.
        case `internal`
    }

    /// Decides exit codes, where the message is for people.
    public let kind: Kind

    /// Docker's exit code for the kind, where it has one of its own.
    public var exitCode: Int32? {
        switch kind {
        case .commandNotFound: 127
        default: nil
        }
    }

    /// Lower case, no full stop: the object, the reason and what to do.
    public let message: String
    /// The system call that failed, where one did.
    public let cause: SystemError?

    /// A refusal of the engine's own.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
        cause = nil
    }

    /// A failed system call; `message` says what it was meant for, and the
    /// kernel's reason is added to it.
    public init(_ kind: Kind, _ message: String, cause: SystemError) {
        self.kind = kind
        self.message = "\(message): \(cause.reason)"
        self.cause = cause
    }
}

extension EngineError: CustomStringConvertible {
    public var description: String { message }
}

import Glibc
import LinuxSystem

/// Why something of a network can't be made, or not be what was asked.
public enum NetworkError: Error, Hashable, Sendable {
    /// The kernel refused: what was done, on what, and why.
    case system(SystemError)
    /// What was asked can't be; a whole sentence.
    case refused(String)
    /// It is used by something else: a port, an address, a name.
    case inUse(String)
}

extension NetworkError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .system(let error): "cannot \(error)"
        case .refused(let sentence), .inUse(let sentence): sentence
        }
    }
}

extension NetworkError {
    /// Runs what the kernel may refuse.
    static func wrapping<Value: ~Copyable>(
        _ body: () throws(SystemError) -> Value
    ) throws(NetworkError) -> Value {
        do throws(SystemError) { return try body() } catch { throw NetworkError(error) }
    }

    init(_ error: SystemError) {
        switch error.errno {
        case EPERM:
            self = .refused("cannot \(error.operation) \(error.subject): this takes the capability CAP_NET_ADMIN")
        case EOPNOTSUPP where error.operation == "make":
            self = .refused("cannot make \(error.subject): this kernel doesn't know links of that kind")
        default: self = .system(error)
        }
    }

    /// A container's link could not be made.
    init(_ error: SystemError, attaching attachment: Attachment) {
        switch (error.errno, attachment.kind) {
        case (ENODEV, .bridge(let bridge)) where error.subject == "the link \(bridge)":
            self = .refused("the bridge \(bridge) of its network is gone: 'skiff start' makes it again")
        case (ENODEV, .macvlan(let parent)) where error.subject == "the link \(parent)":
            self = .refused("the host has no link \(parent) any more, which the network stands on")
        case (EBUSY, .macvlan(let parent)) where error.operation == "make":
            self = .refused(
                "\(parent) is taken as a whole, as by a bridge or a bond that it is a port of: use a network on top of that one"
            )
        case (EACCES, _) where attachment.addresses.contains { $0.address.family == .v6 }:
            self = .refused("cannot \(error.operation) \(error.subject): IPv6 is turned off in this kernel")
        default: self.init(error)
        }
    }
}

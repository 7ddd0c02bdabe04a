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
        case .system(let error): "\(error)"
        case .refused(let sentence), .inUse(let sentence): sentence
        }
    }
}

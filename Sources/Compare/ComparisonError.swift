/// Why a comparison can't be made, or was ended: one sentence, lower case, no full stop, with what to do.
public enum ComparisonError: Error, Hashable, Sendable {
    /// Something is missing or was asked for in a way that makes no sense.
    case refused(String)
    /// Something that was started didn't do what it had to; its last lines.
    case failed(String, lastLines: [String])
    /// A signal came: 128 and its number is the exit code.
    case interrupted(signal: Int32)
}

extension ComparisonError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refused(let reason): reason
        case .failed(let reason, let lines):
            lines.isEmpty ? reason : "\(reason); its last lines:\n" + lines.map { "  \($0)" }.joined(separator: "\n")
        case .interrupted: "interrupted: everything that was started has been ended"
        }
    }
}

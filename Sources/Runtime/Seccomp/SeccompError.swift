/// Why a profile can't be compiled or kept.
public struct SeccompError: Error, Hashable, CustomStringConvertible {
    /// The member of the profile that is wrong, from the profile on:
    /// `syscalls[3].names[7]`. Empty when it is the profile as a whole.
    public let field: String
    /// What is wrong with it.
    public let reason: String

    public init(_ field: String, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    public var description: String { field.isEmpty ? reason : "\(field): \(reason)" }
}

extension RuntimeError {
    /// The error of a profile that is a specification's `linux.seccomp`.
    public init(_ error: SeccompError) {
        self = .invalid(
            field: error.field.isEmpty ? "linux.seccomp" : "linux.seccomp.\(error.field)", reason: error.reason)
    }
}

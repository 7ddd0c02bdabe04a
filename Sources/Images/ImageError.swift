import Archive
import Glibc
import LinuxSystem
import OCI
import StateStore

/// Why an image cannot be loaded, found or removed: one sentence each.
public enum ImageError: Error {
    case notFound(String)
    case conflict(String)
    /// What was given is not what it must be: an archive, a name, a change.
    case invalid(String)
    /// The file system has no room.
    case noSpace(String)
    /// The kernel refused.
    case system(SystemError)
    /// The database refused.
    case state(StateError)
    /// Whoever delivers the image failed, in words of its own.
    case source(any Error)

    /// What sort of failure it is, for exit codes and statuses.
    public enum Kind: Sendable {
        case notFound
        case conflict
        case invalid
        case unavailable
        case `internal`
    }

    /// Decides exit codes, where the sentence is for people.
    public var kind: Kind {
        switch self {
        case .notFound: .notFound
        case .conflict: .conflict
        case .invalid, .state(.invalid): .invalid
        case .noSpace, .state(.full), .source: .unavailable
        case .system, .state: .internal
        }
    }

    /// The same failure in this module's words.
    init(_ error: any Error) {
        switch error {
        case let error as ImageError: self = error
        case StateError.body(let error): self = ImageError(error)
        case let error as StateError: self = .state(error)
        case ArchiveError.system(let error): self = ImageError(error)
        case ArchiveError.source(let error as ImageError): self = error
        case ArchiveError.source(let error): self = .source(error)
        case let error as ArchiveError: self = .invalid(error.description)
        case let error as SystemError where error.errno == ENOSPC || error.errno == EDQUOT:
            self = .noSpace(
                "no space is left to store the image (\(error)); remove images with skiff rmi, or other files")
        case let error as SystemError: self = .system(error)
        default: self = .invalid("\(error)")
        }
    }

    /// The same failure, with what it happened to in front.
    func about(_ subject: String) -> ImageError {
        if case .invalid(let reason) = self { .invalid("\(subject): \(reason)") } else { self }
    }
}

extension ImageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notFound(let reason), .conflict(let reason), .invalid(let reason), .noSpace(let reason): reason
        case .system(let error): "cannot \(error)"
        case .state(let error): error.description
        case .source(let error): "\(error)"
        }
    }
}

/// Runs what fails in the words of a lower module.
func attempt<Result: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Result
) throws(ImageError) -> Result {
    do {
        return try body()
    } catch {
        throw ImageError(error)
    }
}

import Glibc
import Images
import LinuxSystem
import OCI

/// Why a registry did not do what was asked of it: one sentence each.
public enum RegistryError: Error {
    /// The registry has no such repository, tag or blob; the store no such image.
    case notFound(String)
    /// The registry wants credentials, or others than it was given.
    case denied(String)
    /// What the registry, a file or the user says is not what it must be.
    case invalid(String)
    /// Nobody answers, or not now: it may help to try again.
    case unavailable(String)
    /// The kernel refused.
    case system(SystemError)
    /// The image store refused.
    case images(ImageError)

    /// What sort of failure it is, for exit codes and statuses.
    public enum Kind: Sendable {
        case notFound
        case denied
        case invalid
        case unavailable
        case `internal`
    }

    /// Decides exit codes, where the sentence is for people.
    public var kind: Kind {
        switch self {
        case .notFound: .notFound
        case .denied: .denied
        case .invalid: .invalid
        case .unavailable: .unavailable
        case .system: .internal
        case .images(let error):
            switch error.kind {
            case .notFound: .notFound
            case .conflict, .invalid: .invalid
            case .unavailable: .unavailable
            case .internal: .internal
            }
        }
    }

    /// What the store is told of a layer that doesn't come: whether it is of use to go on with what has come.
    var ofLayer: ImageError { kind == .invalid ? .invalid(description) : .source(self) }

    /// The same failure with what was tried in front: `cannot pull busybox from localhost:5000: …`.
    func about(_ attempt: String) -> RegistryError {
        switch self {
        case .notFound(let reason): .notFound("\(attempt): \(reason)")
        case .denied(let reason): .denied("\(attempt): \(reason)")
        case .invalid(let reason): .invalid("\(attempt): \(reason)")
        case .unavailable(let reason): .unavailable("\(attempt): \(reason)")
        case .images(let error) where error.kind == .invalid: .invalid("\(attempt): \(error)")
        case .images(let error) where error.kind == .unavailable: .unavailable("\(attempt): \(error)")
        case .system, .images: self
        }
    }
}

extension RegistryError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notFound(let reason), .denied(let reason), .invalid(let reason), .unavailable(let reason): reason
        case .system(let error): "cannot \(error)"
        case .images(let error): error.description
        }
    }
}

extension RegistryError {
    /// The same failure in this module's words.
    init(_ error: any Error) {
        switch error {
        case let error as RegistryError: self = error
        case let error as ExchangeFailure: self = error.registryError
        case let error as SystemError: self = .system(error)
        // A layer's own failure to come, on its way back through the store.
        case ImageError.source(let error as RegistryError): self = error
        case let error as ImageError: self = .images(error)
        default: self = .invalid("\(error)")
        }
    }
}

/// Runs what fails in the words of another module.
func attempt<Result: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Result
) throws(RegistryError) -> Result {
    do {
        return try body()
    } catch {
        throw RegistryError(error)
    }
}

extension String {
    /// A text that a registry chose, fit for a message: one line of at most
    /// 200 characters that steers no terminal.
    var quotable: String {
        let limit = 200
        let shown = unicodeScalars.prefix(limit).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: " "
            default: String(scalar)
            }
        }
        return shown.joined() + (unicodeScalars.dropFirst(limit).isEmpty ? "" : "…")
    }
}

import JSON
import LinuxSystem

/// Why a container could not be set up. Its text is the whole sentence.
public enum RuntimeError: Error {
    /// The specification asks for something wrong; `field` is its path there.
    case invalid(field: String, reason: String)
    /// The configuration's text is not what it has to be; the error names the place.
    case configuration(JSONError)
    case system(SystemError)
    case launch(LaunchError)
    case limits(String)
    /// The command makes no sense for this container, or at all.
    case refused(String)

    /// Whether a hook that ran while the container was being made has failed.
    var isOfHook: Bool {
        guard case .launch(let error) = self else { return false }
        switch error {
        case .environment, .step(_, .hook, _): return true
        case .clone, .identityMaps, .refused, .step: return false
        }
    }

    /// Docker's exit code for the failure.
    public var exitCode: Int32 {
        guard case .launch(let error) = self else { return 125 }
        return error.exitCode
    }
}

extension RuntimeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalid(let field, let reason): "\(field): \(reason)"
        case .configuration(let error): "config.json: \(error)"
        case .system(let error): "cannot \(error)"
        case .launch(let error): error.description
        case .limits(let sentence), .refused(let sentence): sentence
        }
    }
}

import LinuxSystem

/// Why a container could not be set up. Its text is the whole sentence.
public enum RuntimeError: Error {
    /// The specification asks for something wrong; `field` is its path there.
    case invalid(field: String, reason: String)
    case system(SystemError)
    case launch(LaunchError)
    case limits(String)

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
        case .system(let error): "cannot \(error)"
        case .launch(let error): error.description
        case .limits(let sentence): sentence
        }
    }
}

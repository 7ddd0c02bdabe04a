import Glibc
import LinuxSystem

/// Why a container's first process did not come to run.
public enum LaunchError: Error {
    /// clone3(2) failed.
    case clone(SystemError)
    /// The id maps could not be written.
    case identityMaps(SystemError)
    /// What the runtime does from outside failed.
    indirect case environment(RuntimeError)
    /// A step of the plan failed.
    case step(description: String, failure: Failure, errno: CInt)

    /// A step failed for a reason that errno(3) has no words for; the whole sentence.
    case refused(String)

    /// What kind of step failed, as far as it decides an exit code.
    public enum Failure: Sendable {
        /// The command: `docker run` exits 126 or 127.
        case execute
        /// A hook; the description is its place and the error number says how it ended.
        case hook(path: String)
        case other
    }

    static func step(_ step: LaunchStep, _ failure: StepFailure) -> LaunchError {
        if let sentence = step.refusal(errno: failure.errno, detail: failure.detail) { return .refused(sentence) }
        if case .hook(let hook) = step {
            return .step(description: hook.field, failure: .hook(path: hook.path), errno: failure.errno)
        }
        let kind: Failure =
            switch step {
            case .execute, .findExecutable: .execute
            default: .other
            }
        return .step(description: step.description, failure: kind, errno: failure.errno)
    }

    /// Docker's convention: 127 when the command isn't there, 126 when it can't
    /// be executed, 125 for everything else.
    public var exitCode: Int32 {
        guard case .step(_, .execute, let errno) = self else { return 125 }
        return errno == ENOENT || errno == ENOTDIR ? 127 : 126
    }
}

extension LaunchError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .clone(let error), .identityMaps(let error):
            return "cannot \(error)"
        case .environment(let error):
            return error.description
        case .refused(let sentence):
            return sentence
        case .step(let step, .execute, let errno):
            return "cannot \(step): \(Self.executionReason(errno))"
        case .step(let field, .hook(let path), let errno):
            return "\(field): \(HookEnd(errno: errno).sentence(path: path))"
        case .step(let step, .other, let errno):
            return "cannot \(step): \(Self.reason(errno))"
        }
    }

    private static func executionReason(_ errno: CInt) -> String {
        switch errno {
        case ENOENT: "executable file not found in the container (no such file or directory)"
        case EACCES: "permission denied: the file is not executable for this user"
        case EISDIR: "permission denied: it is a directory"
        case ENOEXEC: "exec format error: not a program for this machine, or a script without #! in its first line"
        default: SystemError.reason(of: errno)
        }
    }

    private static func reason(_ errno: CInt) -> String {
        switch errno {
        case EXDEV: "it leads out of the container's root"
        case ELOOP: "a symbolic link there must not be followed, or there are too many"
        case ECANCELED: "the supervisor ended"
        default: SystemError.reason(of: errno)
        }
    }
}

import LinuxSystem

/// Why a conversation over D-Bus failed.
enum BusError: Error {
    case system(SystemError)
    /// The other side said something that is no message of D-Bus.
    case malformed(String)
    /// The other side refused to be spoken to.
    case unauthorized(String)
    /// The answer to a call: the error's name, such as
    /// `org.freedesktop.systemd1.NoSuchUnit`, and its words.
    case refused(name: String, message: String)
    /// A job of systemd's came to another end than `done`.
    case job(unit: String, result: String)
    case closed
    case silent
}

extension BusError: CustomStringConvertible {
    var description: String {
        switch self {
        case .system(let error): "cannot \(error)"
        case .malformed(let reason): "a message of systemd's is malformed: \(reason)"
        case .unauthorized(let answer): "systemd's bus refused this user: \(answer)"
        case .refused(let name, let message): "systemd refused: \(message) (\(name))"
        case .job(let unit, let result): "systemd's job for \(unit) ended with the result \"\(result)\""
        case .closed: "systemd's bus closed the connection"
        case .silent: "systemd did not answer within 30 seconds"
        }
    }
}

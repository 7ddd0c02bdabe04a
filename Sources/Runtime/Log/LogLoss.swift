import LinuxSystem

/// What a log lacks.
struct LogLoss {
    /// Lines, or pieces of long ones.
    let lines: Int
    /// The first that went wrong.
    let error: SystemError

    var sentence: String {
        let what =
            switch lines {
            case 0: "its log may be longer than it should be"
            case 1: "one line of its output is missing in its log"
            default: "\(lines) lines of its output are missing in its log"
            }
        return "\(what) (\(error))"
    }
}

import LinuxSystem

/// What a supervisor and its visitors (a CLI, a server) say to each other: one
/// message a packet, its kind in the first byte.
public enum VisitorMessage: Sendable {
    // From the supervisor.
    /// The container's process runs, or the one that was asked for.
    case started(pid: Int32)
    /// Bytes that it wrote.
    case output(OutputStream, ArraySlice<UInt8>)
    /// It has ended, or never started; nothing of it is left but its directory.
    case ended(ExitRecord)
    /// What was asked for is done.
    case done
    /// What was asked for can't be: one sentence, and an exit code.
    case refused(exitCode: Int32, String)
    /// Another container is meant, or this one isn't such that it could be done: its records tell.
    case notNow
    /// The process that was asked for has ended.
    case executionEnded(exitCode: Int32)

    // From a visitor.
    /// Wants the container's output, and to be heard.
    case attach
    case input(ArraySlice<UInt8>)
    case inputEnded
    case resize(TerminalSize)
    /// Goes to the first process. One that is meant to end the container
    /// (SIGKILL, its stop signal) also means that it is not started again.
    case signal(Signal)
    /// The container is to end: by the signal, and when it has not after the
    /// time (milliseconds; -1: without end), by SIGKILL.
    case stop(Signal, milliseconds: Int64)
    case pause
    case resume
    case restartPolicy(RestartPolicy)
    /// What it has of networks was written down anew.
    case networkChanged
    /// A further process; its descriptors come with the message (`Execution`).
    case execute
    /// Its user has left the container by the keys for that.
    case detach

    /// No message is longer; output is cut into pieces.
    public static let maximumLength = 64 * 1024 + 1

    /// Room to receive any message. What is in it at first is anything: to fill it would take the kernel longer
    /// than most messages do, 17 pages.
    public static func makeBuffer() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: maximumLength) { $1 = maximumLength }
    }

    enum Kind: UInt8 {
        case started = 1
        case standardOutput, standardError, ended
        case input, inputEnded, resize, signal
        case attach, stop, pause, resume, restartPolicy, execute
        case done, refused, executionEnded
        case networkChanged, detach, notNow
    }
}

/// Where a container's output came from.
public enum OutputStream: Sendable {
    case standardOutput
    case standardError

    /// Docker's word in logs.
    public var name: String {
        switch self {
        case .standardOutput: "stdout"
        case .standardError: "stderr"
        }
    }

    var kind: VisitorMessage.Kind {
        switch self {
        case .standardOutput: .standardOutput
        case .standardError: .standardError
        }
    }
}

import CShim
import Glibc
import LinuxSystem

/// What a launched child has said (`skiff_launch.h`).
enum LaunchReport: ~Copyable {
    /// A step could not be done.
    case failed(StepFailure)
    /// The child waits for `LaunchReports.answer`.
    case awaiting(step: Int)
    /// The master of the container's terminal.
    case console(Descriptor)
    /// The listener of the system-call filter, for an agent.
    case listener(Descriptor)
    /// All is set up; whoever connects to the start socket lets it go on.
    case ready
    /// execve(2) has succeeded, or the child was killed.
    case ended
}

/// Why a step of a plan could not be done.
struct StepFailure: Sendable {
    /// Its number in the plan.
    let step: Int
    /// errno(3), never zero.
    let errno: CInt
    /// What of the step failed (`enum skiff_detail`).
    let detail: UInt32
}

/// The connection that a child reports by.
struct LaunchReports: ~Copyable {
    let socket: Descriptor
    /// Milliseconds to wait for a report; -1: without end.
    private let patience: CInt
    /// The failure that did not get into the socket; its kind is 0 if there is none.
    private let unsent: skiff_report

    init(owning socket: consuming Descriptor, patience: CInt = -1, unsent: skiff_report = skiff_report()) {
        self.socket = socket
        self.patience = patience
        self.unsent = unsent
    }

    /// Waits for the next report. ETIMEDOUT: none came in time.
    func next() throws(SystemError) -> LaunchReport {
        guard patience < 0 || isReadable() else {
            throw SystemError("follow", "the process to its start", errno: ETIMEDOUT)
        }
        var report = skiff_report()
        var descriptor: CInt = -1
        let result = try check(
            skiff_report_read(socket.number, &report, &descriptor), "follow", "the container's start")
        if result == 0 {
            guard unsent.kind == SKIFF_REPORT_FAILED.rawValue else { return .ended }
            report = unsent
        }
        switch report.kind {
        case SKIFF_REPORT_CONSOLE.rawValue where descriptor >= 0: return .console(Descriptor(owning: descriptor))
        case SKIFF_REPORT_SECCOMP_LISTENER.rawValue where descriptor >= 0:
            return .listener(Descriptor(owning: descriptor))
        case SKIFF_REPORT_AWAITING.rawValue: return .awaiting(step: Int(report.step))
        case SKIFF_REPORT_READY.rawValue: return .ready
        case SKIFF_REPORT_FAILED.rawValue where report.error > 0:
            return .failed(
                StepFailure(step: Int(report.step), errno: report.error, detail: report.detail))
        default: throw SystemError("follow", "the container's start", errno: EPROTO)
        }
    }

    private func isReadable() -> Bool {
        var entry = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
        while true {
            let count = poll(&entry, 1, patience)
            if count >= 0 || errno != EINTR { return count > 0 }
        }
    }

    /// Lets the child go on that said `awaiting`.
    func answer() throws(SystemError) {
        var go: UInt8 = 1
        guard send(socket.number, &go, 1, CInt(MSG_NOSIGNAL)) == 1 else {
            throw SystemError("wake", "the container's process", errno: errno)
        }
    }
}

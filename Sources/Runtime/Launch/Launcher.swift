import CShim
import Cgroups
import Glibc
import LinuxSystem

/// The first process of a container, seen from the host.
public struct LaunchedProcess: ~Copyable {
    /// Its id in the host's pid namespace.
    public let pid: pid_t
    /// Refers to this process and no later one of the same id (pidfd_open(2)).
    public let process: ProcessDescriptor
    /// The master side of its terminal, when the plan opened one.
    public internal(set) var console: Descriptor?
    /// Where the child reports until execve(2) has succeeded.
    fileprivate var reports: Descriptor?
}

/// Starts plans. The protocol between parent and child stands in
/// `skiff_launch.h`.
public enum Launcher {
    /// Clones the child and follows it until execve(2) has succeeded. After a
    /// failure the child has ended and been waited for.
    public static func launch(_ plan: borrowing LaunchPlan) throws(LaunchError) -> LaunchedProcess {
        let arena = Arena()
        var launched = try clone(plan, arena: arena)
        Trace.mark("supervisor: clone3 done")
        do throws(LaunchError) {
            launched.console = try follow(plan, launched)
            launched.reports = nil
            return launched
        } catch {
            // The child has reported and exits, or waits for an answer that
            // will not come: end it in either case.
            _ = try? launched.process.send(.kill)  // it may have ended already
            _ = try? launched.process.wait()  // nothing to learn from its status
            throw error
        }
    }

    private static func clone(
        _ plan: borrowing LaunchPlan, arena: Arena
    ) throws(LaunchError) -> LaunchedProcess {
        let steps = arena.copy(plan.steps.map { $0.encoded(in: arena) })
        let entered = plan.entered.map { skiff_namespace(fd: $0.descriptor, type: CInt(truncatingIfNeeded: $0.types)) }
        var flat = skiff_plan(
            namespaces: plan.namespaces, entered: arena.copy(entered), entered_count: entered.count, cgroup: -1,
            steps: steps, step_count: plan.steps.count, fault: plan.faultIndex ?? Int.max)
        if let number = plan.cgroupNumber { flat.cgroup = number }
        var started = skiff_launched()
        let result = skiff_launch(&flat, &started)
        guard result >= 0 else {
            throw .clone(reason(plan, errno: -result, refused: started.refused))
        }
        return LaunchedProcess(
            pid: started.pid, process: ProcessDescriptor(owning: Descriptor(owning: started.pidfd)), console: nil,
            reports: Descriptor(owning: started.socket))
    }

    private static func reason(_ plan: borrowing LaunchPlan, errno: CInt, refused: CInt) -> SystemError {
        if refused >= 0 { return SystemError("enter", plan.entered[Int(refused)].description, errno: errno) }
        // What the kernel says of a pid namespace whose first process has ended
        // (pid_namespaces(7)).
        let isEntered = plan.entered.contains { $0.types & NamespaceNames.pid != 0 }
        if errno == ENOMEM && isEntered {
            return SystemError("start a process in", "the pid namespace, whose first one has ended", errno: ESRCH)
        }
        return SystemError("create", "the container's process", errno: errno)
    }

    /// Reads reports until the socket's end. Answers the console, if one came.
    private static func follow(
        _ plan: borrowing LaunchPlan, _ launched: borrowing LaunchedProcess
    ) throws(LaunchError) -> Descriptor? {
        var console: Descriptor?
        let socket = launched.reportsNumber
        while true {
            var report = skiff_report()
            var descriptor: CInt = -1
            let result = skiff_report_read(socket, &report, &descriptor)
            if result == 0 { return console }
            guard result > 0, Int(report.step) < plan.stepCount else {
                throw .clone(SystemError("follow", "the container's start", errno: result < 0 ? -result : EPROTO))
            }
            switch report.kind {
            case SKIFF_REPORT_CONSOLE.rawValue:
                console = Descriptor(owning: descriptor)
            case SKIFF_REPORT_AWAITING.rawValue:
                try answer(plan, launched)
            default:
                throw .step(plan.steps[Int(report.step)], errno: report.error)
            }
        }
    }

    private static func answer(
        _ plan: borrowing LaunchPlan, _ launched: borrowing LaunchedProcess
    ) throws(LaunchError) {
        do throws(SystemError) {
            try plan.outOfMemoryScore.map { score throws(SystemError) in
                try OutOfMemoryScore.write(score, for: launched.pid)
            }
            try plan.identityMaps?.write(for: launched.pid)
            try plan.networkDevices?.move(into: launched.pid)
            if !plan.timeOffsets.isEmpty {
                try Descriptor.open("/proc/\(launched.pid)/timens_offsets", [.writeOnly])
                    .write(plan.timeOffsets, name: "the offsets of the clocks")
            }
        } catch {
            throw .identityMaps(error)
        }
        var go: UInt8 = 1
        let sent = send(launched.reportsNumber, &go, 1, CInt(MSG_NOSIGNAL))
        guard sent == 1 else {
            throw .clone(SystemError("wake", "the container's process", errno: errno))
        }
    }
}

extension LaunchedProcess {
    /// The number of the report socket; -1 once it is closed.
    fileprivate var reportsNumber: CInt {
        switch reports {
        case .some(let socket): socket.number
        case .none: -1
        }
    }
}

extension LaunchPlan {
    /// The directory for CLONE_INTO_CGROUP, if there is one.
    fileprivate var cgroupNumber: CInt? {
        switch join {
        case .some(let join): join.directoryNumber
        case .none: nil
        }
    }
}

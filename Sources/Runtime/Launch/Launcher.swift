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
    /// Where calls wait that the filter refuses, when the plan watches them and the kernel lets it.
    public internal(set) var refusals: Descriptor?
}

/// Starts plans. The protocol between parent and child stands in
/// `skiff_launch.h`.
public enum Launcher {
    /// Clones the child and follows it until execve(2) has succeeded, or until
    /// it is ready where the plan awaits a start. After a failure the child has
    /// ended and been waited for.
    /// - Parameters:
    ///   - milliseconds: how long the child may be silent; -1 waits without
    ///     end. One that was silent for longer is killed, and not waited for:
    ///     it may be frozen, or wait for a disk.
    ///   - whenSetUp: what has to be done from outside once the namespaces and
    ///     mounts are there, for a plan that awaits it; it is given the child's id.
    public static func launch(
        _ plan: borrowing LaunchPlan, within milliseconds: CInt = -1,
        whenSetUp: (pid_t) throws(RuntimeError) -> Void = { (_) throws(RuntimeError) in }
    ) throws(LaunchError) -> LaunchedProcess {
        let arena = Arena()
        let started = try clone(plan, arena: arena, isUnhurried: milliseconds < 0)
        Trace.mark("runtime: clone3 done")
        let reports = LaunchReports(
            owning: Descriptor(owning: started.socket), patience: milliseconds, unsent: started.unsent)
        var launched = LaunchedProcess(
            pid: started.pid, process: ProcessDescriptor(owning: Descriptor(owning: started.pidfd)), console: nil,
            refusals: nil)
        do throws(LaunchError) {
            try follow(plan, reports, &launched, whenSetUp: whenSetUp)
            return launched
        } catch {
            // The child has reported and exits, or waits for an answer that
            // will not come: end it in either case.
            _ = try? launched.process.send(.kill)  // it may have ended already
            // Nothing to learn from its status, nor from why there is none.
            let patience: CInt = milliseconds < 0 ? -1 : 500
            let hasEnded = (try? launched.process.waitForEnd(milliseconds: patience)) == true
            if hasEnded { _ = try? launched.process.wait() }
            throw error
        }
    }

    private static func clone(
        _ plan: borrowing LaunchPlan, arena: Arena, isUnhurried: Bool
    ) throws(LaunchError) -> skiff_launched {
        let steps = arena.copy(plan.steps.map { $0.encoded(in: arena) })
        let entered = plan.entered.map { skiff_namespace(fd: $0.descriptor, type: CInt(truncatingIfNeeded: $0.types)) }
        var flat = skiff_plan(
            namespaces: plan.namespaces, entered: arena.copy(entered), entered_count: entered.count, cgroup: -1,
            steps: steps, step_count: plan.steps.count, fault: plan.faultIndex ?? Int.max,
            unhurried: isUnhurried ? 1 : 0)
        if let number = plan.cgroupNumber { flat.cgroup = number }
        var started = skiff_launched()
        let result = skiff_launch(&flat, &started)
        guard result >= 0 else {
            throw .clone(reason(plan, errno: -result, refused: started.refused))
        }
        return started
    }

    private static func reason(_ plan: borrowing LaunchPlan, errno: CInt, refused: CInt) -> SystemError {
        if refused >= 0 { return SystemError("enter", plan.entered[Int(refused)].description, errno: errno) }
        // What the kernel says of a pid namespace whose first process has ended
        // (pid_namespaces(7)).
        let isEntered = plan.entered.contains { $0.types & NamespaceNames.pid != 0 }
        if errno == ENOMEM && isEntered {
            return SystemError("start a process in", "the pid namespace, whose first one has ended", errno: ESRCH)
        }
        // clone3(2) from inside a cgroup namespace, where nsdelegate holds (cgroups(7)).
        if errno == ENOENT && plan.entered.contains(where: { $0.types & NamespaceNames.cgroup != 0 }) {
            return SystemError(
                "put", "a process into the container's cgroup from inside the cgroup namespace that it joins",
                errno: EPERM)
        }
        return SystemError("create", "the container's process", errno: errno)
    }

    /// Reads reports until the socket's end, and keeps the descriptors that come.
    private static func follow(
        _ plan: borrowing LaunchPlan, _ reports: borrowing LaunchReports, _ launched: inout LaunchedProcess,
        whenSetUp: (pid_t) throws(RuntimeError) -> Void
    ) throws(LaunchError) {
        while true {
            switch try next(reports) {
            case .ended: return
            case .ready: return
            case .console(let descriptor): launched.console = .some(descriptor)
            case .listener(let descriptor):
                if plan.watchesRefusals {
                    launched.refusals = .some(descriptor)
                } else {
                    try plan.give(descriptor, of: launched.pid)
                }
            case .awaiting(let step):
                try attend(plan, at: plan.step(step), pid: launched.pid, whenSetUp: whenSetUp)
                do { try reports.answer() } catch { throw .clone(error) }
            case .failed(let failure): throw .step(try plan.step(failure.step), failure)
            }
        }
    }

    private static func next(_ reports: borrowing LaunchReports) throws(LaunchError) -> LaunchReport {
        do {
            return try reports.next()
        } catch {
            guard error.errno == ETIMEDOUT else { throw .clone(error) }
            throw .refused("the process has not come to run in time: the container may be frozen, or its disk hang")
        }
    }

    private static func attend(
        _ plan: borrowing LaunchPlan, at step: LaunchStep, pid: pid_t, whenSetUp: (pid_t) throws(RuntimeError) -> Void
    ) throws(LaunchError) {
        if case .awaitRuntime = step {
            do throws(RuntimeError) { return try whenSetUp(pid) } catch { throw .environment(error) }
        }
        do throws(SystemError) {
            try plan.outOfMemoryScore.map { score throws(SystemError) in
                try OutOfMemoryScore.write(score, for: pid)
            }
            try plan.identityMaps?.write(for: pid)
            try plan.networkDevices?.move(into: pid)
            if !plan.timeOffsets.isEmpty {
                try Descriptor.open("/proc/\(pid)/timens_offsets", [.writeOnly])
                    .write(plan.timeOffsets, name: "the offsets of the clocks")
            }
        } catch {
            throw .identityMaps(error)
        }
        do throws(RuntimeError) { try plan.attachNetwork?(pid) } catch { throw .environment(error) }
    }
}

extension LaunchPlan {
    /// The step that a report names.
    fileprivate func step(_ number: Int) throws(LaunchError) -> LaunchStep {
        guard number < stepCount else {
            throw .clone(SystemError("follow", "the container's start", errno: EPROTO))
        }
        return steps[number]
    }

    /// Gives the filter's listener to the agent, without which calls would wait for ever.
    fileprivate func give(_ listener: consuming Descriptor, of pid: pid_t) throws(LaunchError) {
        do throws(SystemError) {
            guard let seccompAgent else { throw SystemError("find", "an agent for SCMP_ACT_NOTIFY", errno: ENOTCONN) }
            try seccompAgent.send(listener, of: pid)
        } catch {
            throw .environment(.system(error))
        }
    }

    /// The directory for CLONE_INTO_CGROUP, if there is one.
    fileprivate var cgroupNumber: CInt? {
        switch join {
        case .some(let join): join.directoryNumber
        case .none: nil
        }
    }
}

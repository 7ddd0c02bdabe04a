import Cgroups
import Glibc
import LinuxSystem
import OCI

extension StoredContainer {
    /// Runs a further process in the container.
    /// - Returns: its exit code; 0 of a detached one.
    public func execute(_ request: ExecutionRequest) throws(RuntimeError) -> Int32 {
        let record = try completeRecord()
        let specification = try specification()
        var process = try request.process(in: specification)
        if !request.detaches { process = process.sizedForForeground() }
        try check(request, process)
        Trace.mark("runtime: configuration read")
        let plan = try plan(process, request: request, record: record, specification: specification)
        plan.warnings.forEach(warn)
        Trace.mark("runtime: plan made")
        var follower: Follower?
        if !request.detaches { follower = try .some(Follower()) }
        let launched: LaunchedProcess
        let affinity = try ExecAffinity(process)
        do throws(SystemError) { try affinity?.bindCaller() } catch { throw .system(error) }
        do throws(LaunchError) { launched = try Launcher.launch(plan) } catch { throw .launch(error) }
        Trace.mark("runtime: execve done")
        do throws(SystemError) {
            try request.announce(launched)
        } catch {
            _ = try? launched.process.send(.kill)  // the first failure is the one to tell
            throw .system(error)
        }
        guard let follower = follower.take() else { return 0 }
        return try follower.follow(launched).shellCode
    }

    private func check(_ request: ExecutionRequest, _ process: RuntimeSpec.Process) throws(RuntimeError) {
        if process.terminal == true, request.detaches, request.consoleSocket == nil {
            throw .refused("cannot make a terminal for a detached process without --console-socket")
        }
        if process.terminal != true, request.consoleSocket != nil {
            throw .refused("--console-socket is of no use: the process has no terminal")
        }
        try PreservedDescriptors.check(request.preservedDescriptors)
    }

    private func plan(
        _ process: RuntimeSpec.Process, request: ExecutionRequest, record: ContainerRecord, specification: RuntimeSpec
    ) throws(RuntimeError) -> LaunchPlan {
        guard let group = try cgroup(of: record), let first = try open(record.process) else {
            throw .refused("cannot exec in a stopped container: \(id)")
        }
        try checkPause(of: group, request)
        let join = try request.join(group, beside: record.process?.pid ?? 0)
        var resources = EntryResources(
            pid: record.process?.pid ?? 0, process: first, namespaces: specification.linux?.namespaces ?? [], join: join
        )
        if let linux = specification.linux { resources.linux = linux }
        resources.seccomp = try filter(for: specification)
        resources.seccompAgent = SeccompAgent(
            specification.linux?.seccomp, state: try state(.running, record: record))
        resources.keyring = .named("_ses.\(id)")
        resources.preservedDescriptors = request.preservedDescriptors
        return try LaunchPlan(process, entering: resources)
    }

    /// A process that joins a paused container waits with it, which is seldom meant.
    private func checkPause(of group: borrowing Cgroup, _ request: ExecutionRequest) throws(RuntimeError) {
        let isPaused: Bool
        do { isPaused = try group.isPaused() } catch { throw RuntimeError(error) }
        guard !isPaused || request.ignoresPause else {
            throw .refused("cannot exec in a paused container: \(id) (--ignore-paused does it all the same)")
        }
    }

    func open(_ process: ProcessIdentity?) throws(RuntimeError) -> ProcessDescriptor? {
        do { return try process?.open() } catch { throw .system(error) }
    }
}

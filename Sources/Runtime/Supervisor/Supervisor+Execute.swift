import Cgroups
import LinuxSystem
import OCI

extension Supervisor {
    /// Starts a further process in the container and tells its visitor, who
    /// gets the terminal's other side if there is one.
    func execute(for visitor: Visitor, _ descriptors: consuming DescriptorList) throws {
        do {
            var order = try ExecutionOrder.receive(descriptors)
            let request = order.request
            guard let run = current, !run.isPaused, isMeant(by: request.container) else {
                return visitor.send(.notNow)
            }
            let process = request.process(from: try process(of: run))
            var launched = try launch(process, order.streams.take())
            let pid = launched.pid
            let console = launched.console.take()
            let token = takeToken()
            let execution = Execution(launched, for: visitor)
            executions[token] = execution
            try events.add(execution.process.descriptor, .readable, token: token)
            switch console {
            case .some(let console): try visitor.send(.started(pid: pid), with: console)
            case .none: visitor.send(.started(pid: pid))
            }
            happenings.execCreated(execution.id, request.arguments)
            happenings.execStarted(execution.id, request.arguments)
        } catch {
            // Docker's code for what never came to the command: of a further process 126 for anything
            // but a command that isn't there.
            let code: Int32 =
                if case .launch(let failure)? = error as? RuntimeError { max(failure.exitCode, 126) } else { 1 }
            visitor.send(.refused(exitCode: code, "\(error)"))
        }
    }

    /// Milliseconds that a process may take to execve(2): it waits where the
    /// container's file systems do, and we wait for it.
    private static let launchTime: CInt = 10_000

    private func isMeant(by reference: String) -> Bool {
        reference == settings.containerID || happenings.isCalled(reference)
    }

    /// The container's own process, as its configuration has it.
    func process(of run: ContainerRun) throws -> RuntimeSpec.Process {
        guard let process = run.entry.process else {
            throw RuntimeError.invalid(field: "process", reason: "is required to run a further one")
        }
        return process
    }

    /// Starts a process in the container as it is now.
    /// - Parameter streams: its standard streams; `nil`: a terminal.
    func launch(_ process: RuntimeSpec.Process, _ streams: consuming ChildStreams?) throws -> LaunchedProcess {
        var streams = streams
        guard let run = current else { throw RuntimeError.refused("the container is not running") }
        guard !run.isPaused else { throw RuntimeError.refused("the container is paused: unpause it first") }
        let entry = run.entry
        guard let join = try run.cgroup?.join(with: run.pid) else {
            throw RuntimeError.refused("the container is not running")
        }
        let first = ProcessDescriptor(owning: try run.process.descriptor.duplicate())
        var resources = EntryResources(
            pid: run.pid, process: first, namespaces: entry.namespaces, join: join,
            streams: streams.take())
        resources.linux.personality = entry.personality
        resources.seccomp = entry.filter
        resources.seccompAgent = entry.seccompAgent
        resources.keyring = .own
        resources.endsWithParent = true
        let plan = try LaunchPlan(process, entering: resources)
        do { return try Launcher.launch(plan, within: Self.launchTime) } catch { throw RuntimeError.launch(error) }
    }

    /// A further process has ended.
    func finishExecution(_ token: UInt64) throws {
        guard let execution = executions[token], try execution.process.poll() != nil else { return }
        let status = try execution.process.wait()
        executions[token] = nil
        // Whoever came after this one has waited for it.
        reap()
        execution.visitor?.send(.executionEnded(exitCode: status.shellCode))
        happenings.execEnded(execution.id, exitCode: status.shellCode)
    }

    /// The container has ended and taken all its processes along.
    func finishExecutions() {
        for execution in executions.values {
            // Its visitor leaves with an end as by SIGKILL if the status is not to be had.
            let status = try? execution.process.poll()
            execution.visitor?.send(.executionEnded(exitCode: (status ?? nil)?.shellCode ?? 137))
        }
        executions.removeAll()
    }
}

import Glibc
import JSON
import LinuxSystem
import OCI
import Runtime

extension Engine {
    /// What a further process came to.
    public enum ExecOutcome: Sendable {
        /// `-d`: it runs on by itself.
        case detached
        case ended(exitCode: Int32)
        /// It could not be started: the reason and Docker's exit code.
        case refused(exitCode: Int32, String)
        /// The user left; it runs on.
        case abandoned
        /// The container ended before it could tell.
        case lost
    }

    /// Runs a further process in a running container, through its supervisor,
    /// and stays with it unless it is detached.
    public func execute(_ reference: String, _ options: ExecOptions) throws -> ExecOutcome {
        let signals = options.detach ? nil : try Attachment.signalsToForward()
        let container = try running(reference)
        guard let running = container.running else {
            throw EngineError(.conflict, "container \(container.name) is not running (\(container.statusName))")
        }
        if case .paused = container.state {
            throw EngineError(.conflict, "cannot run in container \(container.name): it is paused, unpause it first")
        }
        let process: RuntimeSpec.Process
        do {
            process = try self.process(options, in: container, running)
        } catch let error as EngineError where error.kind == .invalid || error.kind == .notFound {
            // Docker's code for a process that can't be what was asked.
            return .refused(exitCode: 126, "\(error)")
        }
        guard let supervisor = try visit(container.id) else {
            throw EngineError(.conflict, "container \(container.name) has just ended")
        }
        let streams = try ExecutionStreams(options)
        let ends = try send(process, streams, to: supervisor)
        return try ExecutionVisit(supervisor, streams: ends, signals: signals, options: options).run()
    }

    private func send(
        _ process: RuntimeSpec.Process, _ streams: consuming ExecutionStreams, to supervisor: borrowing PacketSocket
    ) throws -> ExecutionStreams.Near {
        var streams = streams
        var descriptors = DescriptorList()
        descriptors.append(try Descriptor.memory(holding: process.json, name: "process"))
        descriptors.append(contentsOf: streams.takeFar())
        try ExecutionOrder.send(descriptors, to: supervisor)
        return streams.takeNear()
    }

    /// The container's own process, changed as asked.
    private func process(
        _ options: ExecOptions, in container: Container, _ running: ContainerState.Running
    ) throws -> RuntimeSpec.Process {
        let settings = container.record.settings
        guard var process = try directory(of: container.id).readProcess() else {
            throw EngineError(.internal, "container \(container.name) has no process in its configuration")
        }
        var environment = Environment(settings.environment)
        for entry in options.environment { environment.apply(entry) }
        if options.terminal { environment.applyDefault("TERM=xterm") }
        if let text = options.user {
            let user = try UserDatabase.resolve(text, in: root(of: container, running))
            process.user = RuntimeSpec.User(
                userID: user.userID, groupID: user.groupID, additionalGroupIDs: user.additionalGroupIDs)
            environment.applyDefault("HOME=\(user.home)")
        } else {
            for entry in process.environment ?? [] where entry.hasPrefix("HOME=") { environment.applyDefault(entry) }
        }
        process.environment = environment.entries
        process.arguments = options.command
        process.terminal = options.terminal
        process.consoleSize = nil
        if options.terminal, let size = TerminalSize.ofStandardInput() {
            process.consoleSize = .init(height: size.rows, width: size.columns)
        }
        if let directory = options.workingDirectory { process.workingDirectory = directory.cleanedPath }
        try grant(options, to: &process)
        return process
    }

    /// What execve(2) leaves to a user who isn't root: the bounding set alone.
    private func grant(_ options: ExecOptions, to process: inout RuntimeSpec.Process) throws {
        let bounding =
            options.privileged ? try HostFacts.current().capabilities.ociNames : process.capabilities?.bounding ?? []
        let granted = process.user.userID == 0 ? bounding : []
        process.capabilities = RuntimeSpec.CapabilitySets(
            bounding: bounding, effective: granted, inheritable: [], permitted: granted, ambient: [])
    }

    /// The root directory of a running container, as its first process has it.
    /// Paths beneath it are the container's word.
    func root(of container: Container, _ running: ContainerState.Running) throws -> Descriptor {
        // The id means this process as long as its supervisor says so.
        let process = try ProcessDescriptor(pid: running.pid)
        let root = try Descriptor.open("/proc/\(running.pid)/root", [.pathOnly, .directory])
        guard try self.container(container.id).running?.pid == running.pid else {
            throw EngineError(.conflict, "container \(container.name) has just ended")
        }
        withExtendedLifetime(process) {}
        return root
    }
}

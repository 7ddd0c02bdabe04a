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
        var request = try ProcessRequest(of: options, in: reference)
        // A link says who may be meant; whether it is, and can do it now, its supervisor knows without our reading.
        if options.user == nil, let id = try linkedID(of: reference), let outcome = try ask(id, request, options) {
            return outcome
        }
        let container = try running(reference)
        guard let running = container.running else {
            throw EngineError(
                .conflict, "container \(container.name) is not running (\(container.statusName)): start it first")
        }
        if case .paused = container.state {
            throw EngineError(.conflict, "cannot run in container \(container.name): it is paused, unpause it first")
        }
        do {
            request.user = try options.user.map { try otherUser($0, in: container, running) }
        } catch let error as EngineError where error.kind == .invalid || error.kind == .notFound {
            // Docker's code for a process that can't be what was asked.
            return .refused(exitCode: 126, "\(error)")
        }
        request.container = container.id
        guard let outcome = try ask(container.id, request, options) else {
            throw EngineError(.conflict, "container \(container.name) has just ended: 'skiff why' tells how")
        }
        return outcome
    }

    /// - Returns: `nil` when nobody is there to do it, or it can't be done now, or another container is meant.
    private func ask(_ id: String, _ request: ProcessRequest, _ options: ExecOptions) throws -> ExecOutcome? {
        let signals = options.detach ? nil : try Attachment.signalsToForward()
        guard let supervisor = try visit(id) else { return nil }
        var streams = try ExecutionStreams(options)
        try ExecutionOrder.send(request, streams.takeFar(), to: supervisor)
        return try ExecutionVisit(supervisor, streams: streams.takeNear(), signals: signals, options: options).run()
    }

    private func otherUser(
        _ text: String, in container: Container, _ running: ContainerState.Running
    ) throws -> ProcessRequest.OtherUser {
        let user = try UserDatabase.resolve(text, in: root(of: container, running))
        let ids = RuntimeSpec.User(
            userID: user.userID, groupID: user.groupID, additionalGroupIDs: user.additionalGroupIDs)
        // One that was asked for is everybody's.
        let hasHome = container.record.settings.environment.contains { $0.hasPrefix("HOME=") }
        return ProcessRequest.OtherUser(ids, home: hasHome ? nil : user.home)
    }

    /// The root directory of a running container, as its first process has it.
    /// Paths beneath it are the container's word.
    func root(of container: Container, _ running: ContainerState.Running) throws -> Descriptor {
        // The id means this process as long as its supervisor says so.
        let process = try ProcessDescriptor(pid: running.pid)
        let root = try Descriptor.open("/proc/\(running.pid)/root", [.pathOnly, .directory])
        guard try self.container(container.id).running?.pid == running.pid else {
            throw EngineError(.conflict, "container \(container.name) has just ended: 'skiff why' tells how")
        }
        withExtendedLifetime(process) {}
        return root
    }
}

extension ProcessRequest {
    fileprivate init(of options: ExecOptions, in reference: String) throws {
        self.init(container: reference, arguments: options.command)
        environment = options.environment
        terminal = options.terminal
        if terminal, let size = TerminalSize.ofStandardInput() {
            consoleSize = .init(height: size.rows, width: size.columns)
        }
        workingDirectory = options.workingDirectory?.cleanedPath
        if options.privileged { capabilities = try HostFacts.current().capabilities.ociNames }
    }
}

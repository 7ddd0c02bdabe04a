import CShim
import Cgroups
import FoundationEssentials
import Glibc
import LinuxSystem
import OCI

/// The life of one supervisor process, from its command line to its end.
public enum Supervise {
    /// What the engine hands over.
    public struct Inheritance: ~Copyable {
        public var directory: ContainerDirectory
        /// The container's root file system, attached nowhere.
        public var root: DetachedMount
        /// Who started the container and wants to hear of it.
        public var visitor: PacketSocket?

        public init(
            directory: consuming ContainerDirectory, root: consuming DetachedMount, visitor: consuming PacketSocket?
        ) {
            self.directory = directory
            self.root = root
            self.visitor = visitor
        }
    }

    /// Starts the container and follows it to its end. What goes wrong before
    /// the container runs is recorded and told to the visitor, like an end.
    public static func run(_ inheritance: consuming Inheritance) throws {
        guard let lock = try FileLock.tryExclusive(ContainerDirectory.lockName, in: inheritance.directory.descriptor)
        else { throw RuntimeError.limits("the container has a supervisor already") }
        // Processes that outlive the container's first one come to us.
        skiff_become_subreaper()
        // The directory that our starter was in must not be kept busy.
        try checkErrno(chdir("/"), "enter", "/")
        // A container that closes its standard input must not end us: write(2) answers EPIPE.
        signal(SIGPIPE, SIG_IGN)
        let signals = try SignalQueue([.terminate, .interrupt, .hangUp, .child])
        let visitor: Visitor? =
            if let socket = inheritance.visitor.take() { Visitor(owning: socket) } else { nil }
        let settings = try inheritance.directory.read(SupervisorSettings.self, from: ContainerDirectory.settingsName)
        let log: ContainerLog
        let container: RunningContainer
        do {
            log = try ContainerLog(in: inheritance.directory.descriptor)
            container = try start(in: inheritance.directory, settings: settings, root: inheritance.root)
        } catch {
            try report(error, to: visitor, in: inheritance.directory)
            return
        }
        let supervisor = try Supervisor(
            directory: inheritance.directory, lock: lock, settings: settings, log: log, signals: signals,
            container: container)
        try supervisor.run(first: visitor)
    }

    private static func start(
        in directory: borrowing ContainerDirectory, settings: SupervisorSettings, root: consuming DetachedMount
    ) throws -> RunningContainer {
        let spec = try directory.readSpecification()
        let cgroup = try Cgroup.create(for: spec)
        do {
            var pipes =
                try spec.process?.terminal == true
                ? nil : ContainerStreams.pipes(interactive: settings.interactive)
            let resources = LaunchResources(
                root: root, streams: pipes?.child.take(), terminalSize: settings.terminalSize,
                seccomp: try settings.seccompProgram.map { path throws(SystemError) in
                    try SeccompProgram.read(from: path)
                },
                join: try cgroup.join(), views: cgroup.views, keyringName: "_ses.\(settings.containerID)")
            let plan = try LaunchPlan(spec, resources: resources)
            var launched: LaunchedProcess
            do { launched = try Launcher.launch(plan) } catch { throw RuntimeError.launch(error) }
            let startedAt = Timestamp.now()
            try directory.write(
                .running(.init(pid: launched.pid, startedAt: startedAt.nanoseconds, cgroup: cgroup.path)))
            // A process that was killed in the middle of its plan has opened no terminal.
            let streams: ContainerStreams
            if let console = launched.console.take() {
                streams = try ContainerStreams.terminal(console)
            } else if let pipes = pipes.take() {
                streams = pipes
            } else {
                throw SystemError("open", "the container's terminal", errno: ESRCH)
            }
            return RunningContainer(
                pid: launched.pid, process: launched.process, streams: streams, cgroup: cgroup, startedAt: startedAt)
        } catch {
            _ = cgroup.clear()  // the first failure is the one to tell
            throw error
        }
    }

    /// Records a start that failed as the container's end.
    private static func report(
        _ error: any Error, to visitor: Visitor?, in directory: borrowing ContainerDirectory
    ) throws {
        let record = ExitRecord(
            exitCode: (error as? RuntimeError)?.exitCode ?? 125, finishedAt: Timestamp.now().nanoseconds,
            error: "\(error)")
        // The visitor hears of it even when the disk is full.
        defer { visitor?.send(.ended(record)) }
        try directory.write(.exited(record))
    }
}

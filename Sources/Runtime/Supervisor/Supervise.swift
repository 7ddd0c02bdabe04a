import CShim
import Cgroups
import Glibc
import LinuxSystem
import OCI

/// The life of one supervisor process, from its command line to its end.
public enum Supervise {
    /// Waits for a container to be assigned, starts it and follows it to its
    /// end. What goes wrong before the container runs is recorded and told to
    /// the visitor, like an end.
    ///
    /// A supervisor is started before there is anything to supervise: while the
    /// engine decides what the container is to be, on one processor, this
    /// process gets ready on another.
    /// - Parameter visitor: who assigns the container and wants to hear of it.
    public static func run(visitor: consuming PacketSocket) throws {
        prepare()
        let signals = try SignalQueue([.terminate, .interrupt, .hangUp, .child])
        let hierarchies = try Hierarchies.detect()
        Trace.mark("supervisor: ready")
        guard let assignment = try Assignment.receive(from: visitor) else { return }
        let path = assignment.path
        do {
            try supervise(assignment, signals: signals, on: hierarchies, visitor: Visitor(owning: visitor))
        } catch {
            leaveWord(of: error, in: path)
            throw error
        }
    }

    /// Nobody listens on our standard error. Where the disk is full, or the
    /// directory gone, there is nothing to say it on either.
    private static func leaveWord(of error: any Error, in path: String) {
        _ = try? Descriptor.open(path, [.directory])
            .writeFile(ContainerDirectory.supervisorLogName, Array("\(error)\n".utf8))
    }

    private static func prepare() {
        // It was executed through a descriptor, whose number would be its name.
        skiff_set_process_name("skiff-runtime")
        // A container that leaves before it has read its input must not end us (pipe(7)).
        signal(SIGPIPE, SIG_IGN)
        // Nor must a log that is longer than our starter may make files (setrlimit(2)).
        signal(SIGXFSZ, SIG_IGN)
        // The directory that our starter was in must not be kept busy.
        chdir("/")
        // Processes that outlive the container's first one come to us.
        skiff_become_subreaper()
    }

    private static func supervise(
        _ assignment: consuming Assignment, signals: consuming SignalQueue, on hierarchies: Hierarchies,
        visitor: Visitor
    ) throws {
        let directory = try ContainerDirectory(owning: Descriptor.open(assignment.path, [.directory]))
        guard let lock = try FileLock.tryExclusive(ContainerDirectory.lockName, in: directory.descriptor)
        else { throw RuntimeError.limits("the container has a supervisor already") }
        let spec = try directory.readSpecification()
        guard let settings = SupervisorSettings(annotations: spec.annotations ?? [:]) else {
            throw RuntimeError.invalid(field: "annotations", reason: "name no container to supervise")
        }
        Trace.mark("supervisor: specification read")
        let network = spec.beginNetwork()
        let log: ContainerLog
        let container: RunningContainer
        do {
            log = try ContainerLog(in: directory.descriptor, settings.log)
            let cgroup = try Cgroup.create(for: spec, on: hierarchies)
            Trace.mark("supervisor: cgroup made")
            container = try start(
                Order(spec: spec, settings: settings, bundle: assignment.path), in: directory, root: assignment.root,
                cgroup: cgroup, network: network)
        } catch {
            try report(error, to: visitor, in: directory)
            return
        }
        let supervisor = try Supervisor(
            directory: directory, lock: lock, settings: settings, log: log, signals: signals, container: container)
        try supervisor.run(first: visitor)
    }

    /// What is to be started.
    private struct Order {
        let spec: RuntimeSpec
        let settings: SupervisorSettings
        let bundle: String

        var seccompAgent: SeccompAgent? {
            SeccompAgent(
                spec.linux?.seccomp,
                state: RuntimeState(
                    version: spec.version, id: settings.containerID, status: .creating, bundle: bundle))
        }
    }

    private static func start(
        _ order: Order, in directory: borrowing ContainerDirectory, root: consuming DetachedMount,
        cgroup: consuming Cgroup, network: consuming NewNetworkNamespace?
    ) throws -> RunningContainer {
        let (spec, settings) = (order.spec, order.settings)
        do {
            var pipes =
                try spec.process?.terminal == true
                ? nil : ContainerStreams.pipes(interactive: settings.interactive)
            var resources = LaunchResources(
                root: root, streams: pipes?.child.take(),
                seccomp: try settings.seccompProgram.map { path throws(SystemError) in
                    try SeccompProgram.read(from: path)
                },
                join: try cgroup.join(), views: cgroup.views, keyringName: "_ses.\(settings.containerID)")
            resources.seccompAgent = order.seccompAgent
            resources.network = network.take()
            let plan = try LaunchPlan(spec, resources: resources)
            Trace.mark("supervisor: plan made")
            var launched: LaunchedProcess
            do { launched = try Launcher.launch(plan) } catch { throw RuntimeError.launch(error) }
            Trace.mark("supervisor: execve done")
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
        _ error: any Error, to visitor: Visitor, in directory: borrowing ContainerDirectory
    ) throws {
        let record = ExitRecord(
            exitCode: (error as? RuntimeError)?.exitCode ?? 125, finishedAt: Timestamp.now().nanoseconds,
            error: "\(error)")
        // Told even if it can't be recorded: the disk may be full.
        defer { visitor.send(.ended(record)) }
        try directory.write(.exited(record))
    }
}

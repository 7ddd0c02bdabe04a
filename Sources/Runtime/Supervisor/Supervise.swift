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
            try supervise(
                assignment, signals: signals, on: hierarchies, visitor: Visitor(owning: visitor, of: geteuid()))
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
        // For the state that is written later, when time is short.
        _ = BootID.current
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
        let path = assignment.path
        let directory = try ContainerDirectory(owning: Descriptor.open(path, [.directory]))
        let startLock = assignment.startLock
        // Nobody else can have it for long: who starts a container is alone.
        guard
            let lock = try FileLock.tryExclusive(
                ContainerDirectory.lockName, in: directory.descriptor, milliseconds: 10_000)
        else { throw RuntimeError.limits("the container has a supervisor already") }
        let spec = try directory.readSpecification()
        guard let settings = SupervisorSettings(annotations: spec.annotations ?? [:]) else {
            throw RuntimeError.invalid(field: "annotations", reason: "name no container to supervise")
        }
        Trace.mark("supervisor: specification read")
        let log: ContainerLog
        let first: FirstRun
        let connection = ContainerConnection(containerID: settings.containerID, path: path)
        do {
            log = try ContainerLog(in: directory.descriptor, settings.log)
            let order = ContainerStarter.Order(spec: spec, settings: settings, bundle: path)
            first = try FirstRun.start(order, root: assignment.root, on: hierarchies, connection)
        } catch {
            _ = connection.release()  // the start's failure is the one to tell
            try report(error, to: visitor, in: directory)
            return
        }
        let run = first.run
        let supervisor = try Supervisor(
            Supervisor.Possessions(
                directory: directory, lock: lock, startLock: startLock, signals: signals, starter: first.takeStarter()),
            settings: settings, log: log)
        try supervisor.run(run, first: visitor)
    }

    /// What runs, and what starts it again.
    private struct FirstRun: ~Copyable {
        let run: ContainerRun
        private let starter: ContainerStarter

        static func start(
            _ order: ContainerStarter.Order, root: consuming DetachedMount, on hierarchies: Hierarchies,
            _ connection: ContainerConnection
        ) throws -> FirstRun {
            // One that is removed at its end is never started again.
            let isOnlyRun = order.settings.remover != nil
            let starter = ContainerStarter(
                hierarchies: hierarchies, path: order.bundle,
                root: isOnlyRun ? nil : try .some(root.clone(name: "the container's root")), connection: connection)
            return FirstRun(run: try starter.start(order, root: root), starter: starter)
        }

        consuming func takeStarter() -> ContainerStarter { starter }
    }

    /// Records a start that failed as the container's end.
    private static func report(
        _ error: any Error, to visitor: Visitor, in directory: borrowing ContainerDirectory
    ) throws {
        let record = ExitRecord(failedToStart: error)
        // Told even if it can't be recorded: the disk may be full.
        defer { visitor.send(.ended(record)) }
        try directory.write(.exited(record))
    }
}

extension ExitRecord {
    /// A container that never ran, or not again.
    init(failedToStart error: any Error) {
        self.init(
            exitCode: (error as? RuntimeError)?.exitCode ?? 125, finishedAt: Timestamp.now().nanoseconds,
            error: "\(error)")
    }
}

import CShim
import Glibc
import LinuxSystem

/// The one process that owns a container while it is to run: it relays output
/// to the log and to visitors, does what visitors ask for, waits for the first
/// process, records its end, cleans up, and starts it again when it is to.
/// Single-threaded; everything happens in one epoll loop.
///
/// When the supervisor itself is killed the kernel kills the container's first
/// process (PR_SET_PDEATHSIG); the next command finds the lock free and
/// records the end.
final class Supervisor {
    let directory: ContainerDirectory
    var starter: ContainerStarter
    var settings: SupervisorSettings
    let log: ContainerLog
    let events: EventQueue
    let signals: SignalQueue
    /// Tells the event log.
    var happenings: SupervisorEvents
    /// Held until the end is recorded: whoever waits for that waits for it.
    var lock: FileLock?
    /// Held until the first run is recorded.
    var startLock: FileLock?
    /// When visitors are let in again; `nil` while they are.
    var doorOpens: Uptime?
    /// Where visitors come in; there as long as the container is not ended for good.
    var listener: PacketListener?
    /// `nil` between two runs.
    var current: ContainerRun?
    var visitors: [UInt64: Visitor] = [:]
    var executions: [UInt64: Execution] = [:]
    var nextToken = Token.firstFree
    /// What visitors typed and the container has not read yet.
    var pendingInput: [UInt8] = []
    var inputEnds = false
    var isOutputPaused = false
    /// What the run has written last to standard error, or to its terminal.
    var tail = OutputTail()
    var restarts = Restarts()
    /// Asked to end, by whoever may.
    var stop: StopOrder?
    /// The last end is told: nothing is left to do.
    var isOver = false
    /// For reads; no message is longer.
    var buffer = [UInt8](repeating: 0, count: VisitorMessage.maximumLength - 1)

    /// What an event is about; visitors and executions have the numbers from `firstFree` on.
    enum Token {
        static let signals: UInt64 = 1
        static let process: UInt64 = 2
        static let output: UInt64 = 3
        static let error: UInt64 = 4
        static let input: UInt64 = 5
        static let listener: UInt64 = 6
        static let probe: UInt64 = 7
        static let names: UInt64 = 8
        static let refusals: UInt64 = 9
        static let firstFree: UInt64 = 16
    }

    /// What it has of its own from the start.
    struct Possessions: ~Copyable {
        let directory: ContainerDirectory
        let lock: FileLock
        let startLock: FileLock
        let signals: SignalQueue
        let starter: ContainerStarter
    }

    init(_ possessions: consuming Possessions, settings: SupervisorSettings, log: ContainerLog) throws(SystemError) {
        events = try EventQueue()
        happenings = try SupervisorEvents.open(settings, in: possessions.directory)
        directory = possessions.directory
        lock = .some(possessions.lock)
        startLock = .some(possessions.startLock)
        signals = possessions.signals
        starter = possessions.starter
        self.settings = settings
        self.log = log
    }

    /// Follows the container to its last end.
    func run(_ first: ContainerRun, first visitor: Visitor?) throws {
        try events.add(signals.descriptor, .readable, token: Token.signals)
        if let visitor { try admit(visitor, attached: true) }
        try begin(first)
        while true {
            for event in try events.wait(milliseconds: patience()) where !isOver { try handle(event) }
            if !isOver { try keepTime() }
            if !isOver, let status = try current?.process.poll() { try finish(status) }
            if isOver { return }
            log.writeUnfinishedLines()
            try pauseOrResumeOutput()
            try watchVisitors()
        }
    }

    /// A run has started: from now on it is watched.
    func begin(_ run: ContainerRun) throws {
        current = run
        run.health = settings.healthCheck.map { HealthWatch($0, began: run.began) }
        // The first run has to be known; a further one is known by its predecessor.
        if restarts.count == 0 { try record() } else { tryToRecord() }
        try listen()
        startLock = nil
        try events.add(run.process.descriptor, .readable, token: Token.process)
        try watchOutput()
        try watchNames()
        try watchRefusals()
        // In this order: whoever hears of the start finds its events.
        happenings.changed("connect", starter.connection.current)
        happenings.started(at: run.startedAt)
        announce(.started(pid: run.pid))
        Trace.mark("supervisor: watching")
    }

    /// Writes down what the container does now.
    func record() throws {
        guard let current else { return }
        try directory.write(
            .running(
                .init(
                    pid: current.pid, startedAt: current.startedAt.nanoseconds,
                    startedSinceBoot: current.startedSinceBoot, cgroup: current.cgroupPath,
                    isPaused: current.isPaused, restartCount: restarts.count, health: current.health?.health,
                    previous: restarts.last)))
    }

    /// Writes it down if that is possible now. Where it isn't, as on a full
    /// disk, the container runs on, and its state is written at the next change.
    func tryToRecord() { _ = try? record() }

    private func listen() throws {
        guard listener == nil else { return }
        let listener = try PacketListener.listen(ContainerDirectory.socketName, in: directory.descriptor)
        try events.add(listener.descriptor, .readable, token: Token.listener)
        self.listener = consume listener
    }

    private func handle(_ event: ReadyEvent) throws {
        switch event.token {
        case Token.signals: try handleSignals()
        case Token.process, Token.probe: break  // the loop looks after every round
        case Token.output: try relay(.standardOutput)
        case Token.error: try relay(.standardError)
        case Token.input: try writePendingInput()
        case Token.names: starter.connection.nameServer?.serve()
        case Token.refusals: try answerRefusals(event)
        case Token.listener: try welcome()
        default:
            if executions[event.token] != nil { return try finishExecution(event.token) }
            try serve(event)
        }
    }

    /// Whoever asks the supervisor to end asks the container to.
    private func handleSignals() throws(SystemError) {
        while let received = try signals.next() {
            switch received.signal {
            case .child: reap()
            default: try sendToContainer(received.signal)
            }
        }
    }

    /// Processes that the container left behind came to us, its subreaper.
    func reap() {
        var kept = executions.values.map(\.pid)
        if let current { kept.append(current.pid) }
        if let probe = current?.health?.probe { kept.append(probe.pid) }
        skiff_reap_children(kept, kept.count)
    }

    func sendToContainer(_ signal: Signal) throws(SystemError) {
        do {
            try current?.process.send(signal)
        } catch {
            // It has just ended; the loop is about to see that.
            if error.errno != ESRCH { throw error }
        }
    }
}

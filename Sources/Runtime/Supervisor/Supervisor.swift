import CShim
import Glibc
import LinuxSystem

/// The one process that owns a running container: it relays output to the log
/// and to visitors, waits for the first process, records its end and cleans
/// up. Single-threaded; everything happens in one epoll loop.
///
/// When the supervisor itself is killed the kernel kills the container's first
/// process (PR_SET_PDEATHSIG); the next command finds the lock free and
/// records the end.
final class Supervisor {
    let directory: ContainerDirectory
    let settings: SupervisorSettings
    let log: ContainerLog
    let events: EventQueue
    let signals: SignalQueue
    /// Held until the end is recorded: whoever waits for that waits for it.
    var lock: FileLock?
    var container: RunningContainer
    var visitors: [UInt64: Visitor] = [:]
    /// What visitors typed and the container has not read yet.
    var pendingInput: [UInt8] = []
    var inputEnds = false
    var isOutputPaused = false
    /// For reads; no message is longer.
    var buffer = [UInt8](repeating: 0, count: VisitorMessage.maximumLength - 1)

    /// What an event is about; visitors have the numbers from `firstVisitor` on.
    enum Token {
        static let signals: UInt64 = 1
        static let process: UInt64 = 2
        static let output: UInt64 = 3
        static let error: UInt64 = 4
        static let input: UInt64 = 5
        static let firstVisitor: UInt64 = 16
    }

    init(
        directory: consuming ContainerDirectory, lock: consuming FileLock, settings: SupervisorSettings,
        log: ContainerLog, signals: consuming SignalQueue, container: consuming RunningContainer
    ) throws(SystemError) {
        events = try EventQueue()
        self.directory = directory
        self.lock = .some(lock)
        self.settings = settings
        self.log = log
        self.signals = signals
        self.container = container
    }

    /// Follows the container to its end.
    func run(first visitor: Visitor?) throws {
        try events.add(signals.descriptor, .readable, token: Token.signals)
        try events.add(container.process.descriptor, .readable, token: Token.process)
        try watchOutput()
        if let visitor { try admit(visitor) }
        announce(.started(pid: container.pid))
        Trace.mark("supervisor: watching")

        while true {
            for event in try events.wait(milliseconds: log.milliseconds) { try handle(event) }
            if let status = try container.process.poll() {
                try finish(status)
                return
            }
            log.writeUnfinishedLines()
            try pauseOrResumeOutput()
            try watchVisitors()
        }
    }

    private func handle(_ event: ReadyEvent) throws(SystemError) {
        switch event.token {
        case Token.signals: try handleSignals()
        case Token.process: break  // the loop looks after every round
        case Token.output: try relay(.standardOutput)
        case Token.error: try relay(.standardError)
        case Token.input: try writePendingInput()
        default: try serve(event)
        }
    }

    /// Whoever asks the supervisor to end asks the container to.
    private func handleSignals() throws(SystemError) {
        while let received = try signals.next() {
            switch received.signal {
            case .child:
                // Processes that the container left behind came to us, its subreaper.
                skiff_reap_children(container.pid)
            default: try sendToContainer(received.signal)
            }
        }
    }

    func sendToContainer(_ signal: Signal) throws(SystemError) {
        do {
            try container.process.send(signal)
        } catch {
            // It has just ended; the loop is about to see that.
            if error.errno != ESRCH { throw error }
        }
    }
}

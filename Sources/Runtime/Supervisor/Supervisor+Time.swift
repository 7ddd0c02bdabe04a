import Glibc
import LinuxSystem

/// What the container's end was ordered with, and by whom.
struct StopOrder {
    /// Sent first.
    let signal: Signal
    /// The user who asked.
    let user: UInt32
    /// Milliseconds until it is killed; `nil`: it is sent that signal alone.
    let patience: Int64?
    /// When it is killed; `nil`: never.
    private(set) var killAt: Uptime?
    var isKilled = false

    /// - Parameter patience: milliseconds; below zero: without end. `nil`: nothing follows.
    init(_ signal: Signal, by user: UInt32, patience: Int64?) {
        self.signal = signal
        self.user = user
        self.patience = patience
        killAt = patience.flatMap { $0 < 0 ? nil : Uptime.now() + $0 }
        isKilled = signal == .kill
    }

    /// The order, in which an earlier one is still alive.
    func joined(with earlier: StopOrder?) -> StopOrder {
        var joined = self
        joined.killAt = [killAt, earlier?.killAt].compactMap { $0 }.min()
        joined.isKilled = isKilled || earlier?.isKilled == true
        return joined
    }
}

/// The runs of a container under one supervisor.
struct Restarts {
    /// How often it was started again since somebody started it.
    var count = 0
    var delay = RestartDelay()
    /// When it is started again; `nil` while it runs.
    var next: Uptime?
    /// How the last run ended.
    var last: ExitRecord?
}

extension Supervisor {
    /// Milliseconds until something is due; -1: nothing is.
    func patience() -> CInt {
        var due = [restarts.next, current?.isPaused == true ? nil : current?.health?.due]
        if let stop, !stop.isKilled { due.append(stop.killAt) }
        due += [doorOpens, starter.connection.nameServer?.due, current?.refusals?.due]
        guard let first = due.compactMap({ $0 }).min() else { return log.milliseconds }
        let patience = CInt(clamping: first.milliseconds(from: .now()))
        return log.milliseconds < 0 ? patience : min(patience, log.milliseconds)
    }

    /// Does what is due.
    func keepTime() throws {
        let now = Uptime.now()
        if let stop, !stop.isKilled, let killAt = stop.killAt, killAt <= now {
            self.stop?.isKilled = true
            happenings.killed(by: .kill)
            try sendToContainer(.kill)
            thaw()
        }
        if let doorOpens, doorOpens <= now { try openDoor() }
        if let next = restarts.next, next <= now { try startAgain() }
        starter.connection.nameServer?.keepTime()
        try keepRefusals(at: now)
        try keepHealth()
    }

    /// The container is to end, and not to be started again. Of several who
    /// want it the most impatient one counts.
    func obey(_ order: StopOrder) throws {
        stop = order.joined(with: stop)
        guard current != nil else { return try giveUpRestart() }
        try sendToContainer(order.signal)
        // Who is frozen hears nothing.
        thaw()
    }
}

import Glibc
import LinuxSystem

/// What the container's end was ordered with.
struct StopOrder {
    /// When it is killed; `nil`: never.
    let killAt: Uptime?
    var isKilled = false
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
        guard let first = due.compactMap({ $0 }).min() else { return -1 }
        return CInt(clamping: first.milliseconds(from: .now()))
    }

    /// Does what is due.
    func keepTime() throws {
        let now = Uptime.now()
        if let stop, !stop.isKilled, let killAt = stop.killAt, killAt <= now {
            self.stop?.isKilled = true
            try sendToContainer(.kill)
            try thaw()
        }
        if let next = restarts.next, next <= now { try startAgain() }
        try keepHealth()
    }

    /// The container is to end, and not to be started again.
    func order(stopBy signal: Signal, milliseconds: Int64) throws {
        let killAt = milliseconds < 0 ? nil : Uptime.now() + milliseconds
        // What somebody else was promised before holds, whatever else comes.
        stop = StopOrder(
            killAt: [stop?.killAt, killAt].compactMap { $0 }.min(), isKilled: signal == .kill || stop?.isKilled == true)
        guard current != nil else { return try giveUpRestart() }
        try sendToContainer(signal)
        // Who is frozen hears nothing.
        try thaw()
    }
}

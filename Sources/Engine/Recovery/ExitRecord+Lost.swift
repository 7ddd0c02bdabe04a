import Events
import Glibc
import LinuxSystem
import Runtime

extension ExitRecord {
    /// The end of a container whose supervisor was lost. With a killed
    /// supervisor the kernel kills the container; with the machine it simply
    /// ends, and Docker calls that 255.
    /// - Parameter running: as the supervisor left it; `nil` when that is gone, too.
    init(lost running: ContainerState.Running?) {
        let now = Timestamp.now().nanoseconds
        let boot = BootID.current
        if let running, let before = running.bootID, let boot, before != boot {
            self.init(
                exitCode: 255, startedAt: running.startedAt, finishedAt: now, cause: "ended: the host was restarted")
        } else {
            self.init(
                exitCode: 128 + SIGKILL, signal: SIGKILL, startedAt: running?.startedAt, finishedAt: now,
                cause: "killed: its supervisor was killed")
        }
    }

    /// The same, for a state that a supervisor has left without recording an end.
    init(lost state: ContainerState) {
        switch state {
        case .running(let running): self.init(lost: running)
        case .restarting(let restarting): self = restarting.last
        case .exited(let record): self = record
        }
    }

    /// The supervisor still wrote the event of the end, and was killed before it had recorded it.
    init(lost running: ContainerState.Running, death: RecordedEvent) {
        let attributes = death.event.attributes
        self.init(
            exitCode: attributes["exitCode"].flatMap { Int32($0) } ?? 128 + SIGKILL,
            signal: attributes["signal"].flatMap { Int32($0) }, startedAt: running.startedAt,
            finishedAt: death.time.nanoseconds, cause: attributes["cause"])
        wasStopped = attributes["stopped"] == "true"
        add("its supervisor was killed while it recorded this")
    }
}

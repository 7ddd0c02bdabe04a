import Cgroups
import LinuxSystem

extension Supervisor {
    /// Does what a visitor says. Whatever fails is told to it, and changes
    /// nothing for the container.
    func obey(_ message: VisitorMessage?, of visitor: Visitor, descriptors: consuming DescriptorList) throws {
        switch message {
        case .attach: try attach(visitor)
        case .input, .inputEnded, .resize:
            if visitor.isAttached { try pass(message) }
        case .signal(let signal): try pass(on: signal, of: visitor.user)
        case .stop(let signal, let milliseconds):
            happenings.killed(by: signal)
            try obey(StopOrder(signal, by: visitor.user, patience: milliseconds))
        case .pause: answer(visitor) { try pause() }
        case .resume: answer(visitor) { try resume() }
        case .restartPolicy(let policy):
            settings.restartPolicy = policy
            visitor.send(.done)
        case .networkChanged: answer(visitor) { try changeNetwork() }
        case .execute: try execute(for: visitor, descriptors)
        case .detach:
            if visitor.isAttached { happenings.detached() }
        case .started, .output, .ended, .done, .refused, .notNow, .executionEnded, nil:
            break  // not for us to hear: the other side is not trusted
        }
    }

    private func attach(_ visitor: Visitor) throws {
        visitor.isAttached = true
        happenings.attached()
        if let current { visitor.send(.started(pid: current.pid)) }
    }

    private func pass(_ message: VisitorMessage?) throws(SystemError) {
        switch message {
        case .input(let bytes):
            pendingInput.append(contentsOf: bytes)
            try writePendingInput()
        case .inputEnded:
            // Of a container that was started for visitors to come and go (Docker's StdinOnce) it is one's own end.
            guard !settings.keepsInputOpen else { break }
            inputEnds = true
            try writePendingInput()
        case .resize(let size):
            guard let current, current.streams.isTerminal else { break }
            try current.streams.output?.setTerminalSize(size)
            happenings.resized(to: size)
        default: break
        }
    }

    /// A signal that is sure to end the container is meant to: it isn't started again.
    private func pass(on signal: Signal, of user: UInt32) throws {
        let order = StopOrder(signal, by: user, patience: nil)
        current?.lastSignal = order
        happenings.killed(by: signal)
        guard signal == .kill || signal == settings.stopSignal else { return try sendToContainer(signal) }
        try obey(order)
    }

    /// Does it, and says so, or why it can't be done.
    private func answer(_ visitor: Visitor, _ work: () throws -> Void) {
        do {
            try work()
            visitor.send(.done)
        } catch {
            visitor.send(.refused(exitCode: 1, "\(error)"))
        }
    }

    private func pause() throws {
        guard let current else { throw RuntimeError.refused("it is not running") }
        guard !current.isPaused else { throw RuntimeError.refused("it is already paused") }
        try current.cgroup?.freeze()
        current.isPaused = true
        do {
            try record()
        } catch {
            // Nobody would know why nothing moves.
            thaw()
            throw error
        }
        happenings.paused()
    }

    private func resume() throws {
        guard let current, current.isPaused else { throw RuntimeError.refused("it is not paused") }
        try current.cgroup?.thaw()
        goOn(current)
    }

    /// Lets the container go on, if it was paused.
    func thaw() {
        guard let current, current.isPaused else { return }
        // Its freezer is gone with the group, or it answers the next attempt.
        guard (try? current.cgroup?.thaw()) != nil else { return }
        goOn(current)
    }

    private func goOn(_ run: ContainerRun) {
        run.isPaused = false
        run.health?.probe?.beginAnew(timeout: run.health?.check.timeout ?? 0)
        tryToRecord()
        happenings.unpaused()
    }
}

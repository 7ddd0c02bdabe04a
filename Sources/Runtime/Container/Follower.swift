import CShim
import Glibc
import LinuxSystem

/// This process standing for a container's, in the foreground: signals go on
/// to it, its terminal is relayed, and its end becomes this process's.
struct Follower: ~Copyable {
    private let signals: SignalQueue

    /// From now on signals are held until they can be passed on; made before
    /// there is a process that could miss one.
    init() throws(RuntimeError) {
        // Without a pid namespace of the container's own its orphans come here.
        skiff_become_subreaper()
        let own = [
            SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV, SIGPIPE, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU,
            SIGURG, SIGSYS,
        ]
        do {
            signals = try SignalQueue((1...31).filter { !own.contains($0) }.compactMap { Signal(rawValue: $0) })
        } catch {
            throw .system(error)
        }
    }

    /// Passes on what comes until the process has ended.
    func follow(_ launched: consuming LaunchedProcess) throws(RuntimeError) -> ExitStatus {
        do throws(SystemError) {
            var relay: TerminalRelay?
            if let console = launched.console.take() { relay = .some(try TerminalRelay.start(console)) }
            while try !waitForEvent(launched, &relay) {}
            relay?.drain()
            return try launched.process.wait()
        } catch {
            throw .system(error)
        }
    }

    /// Serves what is ready; true once the process has ended.
    private func waitForEvent(
        _ launched: borrowing LaunchedProcess, _ relay: inout TerminalRelay?
    ) throws(SystemError) -> Bool {
        var entries = [
            pollfd(fd: launched.process.descriptor.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.descriptor.number, events: Int16(POLLIN), revents: 0),
        ]
        if let more = relay?.entries { entries += more }
        if poll(&entries, nfds_t(entries.count), relay?.patience ?? -1) < 0 {
            if errno == EINTR { return false }
            throw SystemError("wait", "for the container", errno: errno)
        }
        if entries[1].revents != 0 { try passOn(to: launched, &relay) }
        relay?.serve(entries[2...])
        return entries[0].revents != 0
    }

    private func passOn(
        to launched: borrowing LaunchedProcess, _ relay: inout TerminalRelay?
    ) throws(SystemError) {
        while let received = try signals.next() {
            switch received.signal {
            case .child: withUnsafePointer(to: launched.pid) { skiff_reap_children($0, 1) }
            case .windowChange: try relay?.resize()
            default: _ = try? launched.process.send(received.signal)  // it has ended; its end is on its way
            }
        }
    }
}

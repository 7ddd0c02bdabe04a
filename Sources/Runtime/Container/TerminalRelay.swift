import Glibc
import LinuxSystem

/// This process's terminal joined to a container's: what is typed here goes
/// there, what is written there comes out here.
struct TerminalRelay: ~Copyable {
    private let master: Descriptor
    private let raw: RawTerminal?
    /// Typed, but not taken yet.
    private var pending: [UInt8] = []
    private var inputIsOpen = true
    /// Nobody has the container's terminal open, which poll(2) would answer at
    /// once for as long as that is so (POLLHUP).
    private var isHungUp = false
    private var buffer = [UInt8](repeating: 0, count: 32 * 1024)

    /// Joins the two; this process's terminal is raw until the relay goes. It
    /// is this one that makes lines of newlines, so that they are plain when
    /// the output is none.
    static func start(_ master: consuming Descriptor) throws(SystemError) -> TerminalRelay {
        try master.setNonBlocking()
        try master.keepNewlines()
        let relay = TerminalRelay(master: master, raw: try rawTerminal())
        try relay.resize()
        return relay
    }

    private init(master: consuming Descriptor, raw: consuming RawTerminal?) {
        self.master = master
        self.raw = raw
    }

    private static func rawTerminal() throws(SystemError) -> RawTerminal? {
        StandardStream.inputIsTerminal ? try .some(RawTerminal.standardInput(processesOutput: true)) : nil
    }

    /// The container's terminal gets the size of this one.
    func resize() throws(SystemError) {
        if let size = TerminalSize.ofStandardInput() { try master.setTerminalSize(size) }
    }

    /// What poll(2) has to watch: the container's terminal, and standard input
    /// while nothing typed before is left.
    var entries: [pollfd] {
        [
            pollfd(
                fd: isHungUp ? -1 : master.number, events: Int16(POLLIN | (pending.isEmpty ? 0 : POLLOUT)), revents: 0),
            pollfd(fd: inputIsOpen && pending.isEmpty ? 0 : -1, events: Int16(POLLIN), revents: 0),
        ]
    }

    /// How many milliseconds poll(2) may wait; -1 without end. A terminal that
    /// was hung up is looked at now and then: it may be opened again.
    var patience: CInt { isHungUp ? 100 : -1 }

    /// Does what poll(2) answered for `entries`.
    mutating func serve(_ entries: ArraySlice<pollfd>) {
        guard let terminal = entries.first, let input = entries.last else { return }
        isHungUp = terminal.revents & Int16(POLLHUP | POLLIN) == Int16(POLLHUP)
        if terminal.revents & Int16(POLLOUT) != 0 { writePending() }
        if terminal.revents & Int16(POLLIN) != 0 { drain(once: true) }
        if input.revents != 0 { readInput() }
    }

    /// Everything that the container has written so far. EIO means that
    /// nobody has the terminal open any more.
    mutating func drain(once: Bool = false) {
        repeat {
            let count = buffer.withUnsafeMutableBytes { read(master.number, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            StandardStream.output.write(buffer[..<count])
        } while !once
    }

    private mutating func readInput() {
        let count = buffer.withUnsafeMutableBytes { read(0, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        if count <= 0 {
            inputIsOpen = false
            // What the terminal's line discipline takes for an end.
            pending.append(4)
        } else {
            pending += buffer[..<count]
        }
        writePending()
    }

    private mutating func writePending() {
        let count = pending.withUnsafeBytes { write(master.number, $0.baseAddress, $0.count) }
        if count > 0 { pending.removeFirst(count) }
    }
}

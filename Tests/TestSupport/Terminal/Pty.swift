import CShim
import Glibc
import LinuxSystem

/// The master of a pseudoterminal, where a user would sit (pty(7)).
public struct Pty: ~Copyable {
    /// What the program showed.
    public var screen: StreamReader
    private let path: String

    public init(rows: UInt16 = 24, columns: UInt16 = 80) throws {
        let master = try Descriptor.open("/dev/ptmx", [.readWrite, .noControllingTerminal])
        var number: CUnsignedInt = 0
        var locked: CInt = 0
        try check(skiff_ioctl_pointer(master.number, Self.getNumber, &number), "number", "a terminal")
        try check(skiff_ioctl_pointer(master.number, Self.setLock, &locked), "unlock", "a terminal")
        try master.setTerminalSize(TerminalSize(rows: rows, columns: columns))
        path = "/dev/pts/\(number)"
        screen = StreamReader(master)
    }

    /// TIOCGPTN and TIOCSPTLCK (ioctl_tty(2)), whose macros Swift does not import.
    private static let getNumber: UInt = 0x8004_5430
    private static let setLock: UInt = 0x4004_5431

    /// Starts the program with this as its controlling terminal, and with
    /// nothing else for its standard streams.
    public func start(_ program: Program) throws -> TerminalProgram {
        try TerminalProgram(pid: program.spawn(.terminal(path)), name: program.description)
    }

    /// Types the text.
    public func type(_ text: String) throws { try screen.descriptor.write(text, name: "a terminal") }

    /// Resizes the window; its foreground processes get SIGWINCH.
    public func resize(rows: UInt16, columns: UInt16) throws {
        try screen.descriptor.setTerminalSize(TerminalSize(rows: rows, columns: columns))
    }

    /// Whether input is handed on byte by byte, unechoed (termios(3), "raw mode").
    public func isRaw() throws -> Bool {
        var attributes = termios()
        try checkErrno(tcgetattr(screen.descriptor.number, &attributes), "read the attributes of", "a terminal")
        return attributes.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0
    }
}

/// A program on a terminal, or one whose output goes to a file. It is killed, by its own id, and reaped with its owner.
public struct TerminalProgram: ~Copyable {
    public let pid: pid_t
    private let name: String
    private let process: ProcessDescriptor
    private var status: ExitStatus?

    init(pid: pid_t, name: String) throws {
        self.pid = pid
        self.name = name
        process = try ProcessDescriptor(pid: pid)
    }

    deinit {
        guard status == nil else { return }
        // It may have ended on its own, which is as good.
        try? process.send(.kill)
        _ = try? process.wait()
    }

    public func send(_ signal: Signal) throws { try process.send(signal) }

    /// Waits for the end: the exit code.
    public mutating func waitForEnd(within limit: Duration = .seconds(20)) throws -> Int32 {
        guard try process.waitForEnd(milliseconds: Deadline(after: limit).milliseconds) else {
            throw TestFailure("\(name) still runs after \(limit)")
        }
        let status = try process.wait()
        self.status = status
        return status.shellCode
    }
}

import Glibc

/// A terminal in raw mode (termios(3), cfmakeraw): every byte goes through,
/// none is interpreted. The former mode comes back when the owner lets go.
public struct RawTerminal: ~Copyable {
    private let number: CInt
    private let former: termios

    /// Switches the terminal open as standard input.
    /// - Parameter processesOutput: what is written there is still interpreted,
    ///   as newlines are, for a source that leaves them as they are.
    public static func standardInput(processesOutput: Bool = false) throws(SystemError) -> RawTerminal {
        var mode = termios()
        try checkErrno(tcgetattr(0, &mode), "read the mode of", "the terminal")
        let former = mode
        cfmakeraw(&mode)
        if processesOutput { mode.c_oflag |= tcflag_t(OPOST) }
        try checkErrno(tcsetattr(0, TCSADRAIN, &mode), "set the mode of", "the terminal")
        return RawTerminal(number: 0, former: former)
    }

    private init(number: CInt, former: termios) {
        self.number = number
        self.former = former
    }

    deinit {
        var mode = former
        tcsetattr(number, TCSADRAIN, &mode)
    }
}

extension Descriptor {
    /// Newlines that are written to this terminal come out as they are, without
    /// a carriage return (termios(3), ONLCR).
    public func keepNewlines() throws(SystemError) {
        var mode = termios()
        try checkErrno(tcgetattr(number, &mode), "read the mode of", "the terminal")
        mode.c_oflag &= ~tcflag_t(ONLCR)
        try checkErrno(tcsetattr(number, TCSANOW, &mode), "set the mode of", "the terminal")
    }
}

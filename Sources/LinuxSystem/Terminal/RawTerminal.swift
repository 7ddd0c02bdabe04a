import Glibc

/// A terminal in raw mode (termios(3), cfmakeraw): every byte goes through,
/// none is interpreted. The former mode comes back when the owner lets go.
public struct RawTerminal: ~Copyable {
    private let number: CInt
    private let former: termios

    /// Switches the terminal open as standard input.
    public static func standardInput() throws(SystemError) -> RawTerminal {
        var mode = termios()
        try checkErrno(tcgetattr(0, &mode), "read the mode of", "the terminal")
        let former = mode
        cfmakeraw(&mode)
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

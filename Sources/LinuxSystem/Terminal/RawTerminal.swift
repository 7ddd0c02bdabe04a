import Glibc

/// A terminal in raw mode (termios(3), cfmakeraw): every byte goes through,
/// none is interpreted. The former mode comes back when the owner lets go.
public struct RawTerminal: ~Copyable {
    private let number: CInt
    private let former: termios

    /// Switches the terminal open as standard input.
    public static func standardInput() throws(SystemError) -> RawTerminal {
        try RawTerminal(number: 0)
    }

    private init(number: CInt) throws(SystemError) {
        var mode = termios()
        try checkErrno(tcgetattr(number, &mode), "read the mode of", "the terminal")
        former = mode
        self.number = number
        cfmakeraw(&mode)
        try checkErrno(tcsetattr(number, TCSADRAIN, &mode), "set the mode of", "the terminal")
    }

    deinit {
        var mode = former
        tcsetattr(number, TCSADRAIN, &mode)
    }
}

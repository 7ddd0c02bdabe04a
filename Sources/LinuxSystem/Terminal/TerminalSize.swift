import CShim
import Glibc

/// The size of a terminal in character cells (ioctl_tty(2) TIOCGWINSZ).
public struct TerminalSize: Hashable, Sendable, Codable {
    /// Lines.
    public var rows: UInt16
    /// Characters in a line.
    public var columns: UInt16

    public init(rows: UInt16, columns: UInt16) {
        self.rows = rows
        self.columns = columns
    }
}

extension TerminalSize {
    /// The size of the terminal open as standard input; `nil` when it is none.
    public static func ofStandardInput() -> TerminalSize? { of(0) }

    fileprivate static func of(_ number: CInt) -> TerminalSize? {
        var size = winsize()
        guard skiff_ioctl_pointer(number, UInt(TIOCGWINSZ), &size) >= 0 else { return nil }
        return TerminalSize(rows: size.ws_row, columns: size.ws_col)
    }
}

extension StandardStream {
    /// The size of the terminal that it goes to; `nil` when it is none, or one that doesn't know its size.
    public var terminalSize: TerminalSize? {
        TerminalSize.of(rawValue).flatMap { $0.rows > 0 && $0.columns > 0 ? $0 : nil }
    }
}

extension Descriptor {
    /// Resizes the terminal; its foreground process group gets SIGWINCH.
    public func setTerminalSize(_ size: TerminalSize) throws(SystemError) {
        var value = winsize(ws_row: size.rows, ws_col: size.columns, ws_xpixel: 0, ws_ypixel: 0)
        try check(skiff_ioctl_pointer(number, UInt(TIOCSWINSZ), &value), "resize", "the terminal")
    }
}

import CShim
import Glibc

/// This process's own output. Unbuffered: what is said is said.
public enum StandardStream: CInt, Sendable {
    case output = 1
    case error = 2

    /// Opens /dev/null in the place of each standard stream that is closed: its
    /// number would be given to the next file that is opened. To be called first.
    public static func openMissing() throws(SystemError) {
        try check(skiff_open_standard_streams(), "open", "/dev/null")
    }

    /// Writes all of the bytes. False: nobody reads them any more, or they
    /// can't be written; the rest is dropped.
    @discardableResult
    public func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Glibc.write(rawValue, buffer.baseAddress! + offset, buffer.count - offset)
                if count >= 0 {
                    offset += count
                } else if errno == EAGAIN {
                    waitUntilWritable()
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }

    /// As UTF-8. Nobody has to read it: a failure is not told.
    public func write(_ text: String) {
        write(Array(text.utf8)[...])
    }

    /// The same, with a line feed at its end.
    public func writeLine(_ text: String) {
        write(text + "\n")
    }

    /// Whether standard input is a terminal.
    public static var inputIsTerminal: Bool { isatty(0) == 1 }

    /// Whether it is a terminal.
    public var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Somebody who shares the open file may have made it non-blocking.
    private func waitUntilWritable() {
        var entry = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        poll(&entry, 1, -1)
    }
}

import Engine
import Glibc
import LinuxSystem

/// Questions to who sits at the terminal that is standard input.
enum TerminalPrompt {
    /// A line that is seen as it's typed, without blanks at its ends.
    static func line(_ question: String) -> String {
        StandardStream.output.write(question)
        let line = readLine() ?? ""
        return String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// A line that isn't shown. The terminal is raw meanwhile, so that Ctrl-C comes as a byte and no
    /// signal leaves it without echo.
    /// - Throws: EINTR after Ctrl-C.
    static func secret(_ question: String) throws(SystemError) -> String {
        StandardStream.output.write(question)
        let input = try Descriptor.standardInput()
        let terminal = try RawTerminal.standardInput(processesOutput: true)
        defer { StandardStream.output.write("\n") }
        var bytes = [UInt8]()
        var byte: UInt8 = 0
        while try withUnsafeMutableBytes(of: &byte, { buffer throws(SystemError) in try input.read(into: buffer) }) > 0
        {
            switch byte {
            case UInt8(ascii: "\r"), UInt8(ascii: "\n"), 0x04: return finish(terminal, bytes)
            case 0x03: throw SystemError("read", "the password", errno: EINTR)
            case 0x7f, 0x08: _ = bytes.popLast()
            case 0x15: bytes = []
            default: bytes.append(byte)
            }
        }
        return finish(terminal, bytes)
    }

    private static func finish(_ terminal: consuming RawTerminal, _ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}

import CommandLine
import FoundationEssentials
import JSON
import LinuxSystem

/// JSON on standard output; names and labels in it steer no terminal.
enum JSONLines {
    /// One object a line, for programs that read lists.
    static func write(_ values: [some Encodable]) throws {
        for value in values { write(text: try encoded(value) + [UInt8(ascii: "\n")]) }
    }

    /// One value over several lines, for people too.
    static func writePretty(_ value: some Encodable) throws {
        write(text: JSONLayout(try encoded(value)).text)
    }

    private static func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    private static func write(text: some Sequence<UInt8>) {
        StandardStream.output.write(String(decoding: Array(text), as: UTF8.self).terminalSafeJSON)
    }
}

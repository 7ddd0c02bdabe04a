import CommandLine
import FoundationEssentials
import LinuxSystem

/// JSON on standard output.
enum JSONLines {
    /// One object a line, for programs that read lists.
    static func write(_ values: [some Encodable]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for value in values {
            StandardStream.output.write(Array(try encoder.encode(value))[...] + [UInt8(ascii: "\n")])
        }
    }

    /// One value over several lines, for people too.
    static func writePretty(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        StandardStream.output.write(JSONLayout(try encoder.encode(value)).text[...])
    }
}

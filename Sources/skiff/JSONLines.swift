import CommandLine
import FoundationEssentials
import LinuxSystem

/// JSON on standard output; names and labels in it steer no terminal.
enum JSONLines {
    /// One object a line, for programs that read lists.
    static func write(_ values: [some Encodable]) throws {
        for value in values { try write(value, [.sortedKeys, .withoutEscapingSlashes]) }
    }

    /// One value over several lines, for people too.
    static func writePretty(_ value: some Encodable) throws {
        try write(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    private static func write(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        let text = String(decoding: try encoder.encode(value), as: UTF8.self)
        StandardStream.output.writeLine(text.terminalSafeJSON)
    }
}

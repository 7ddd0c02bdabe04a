import CommandLine
import Glibc
import JSON
import LinuxSystem
import Runtime

/// Where errors and warnings are told: the file of `--log`, in which engines
/// look for the last error's text, and standard error.
struct DiagnosticLog: Sendable {
    enum Format: String, Sendable {
        case text, json
    }

    var path: String?
    var format = Format.text
    /// Tells of each call of the runtime, not of errors and warnings alone.
    var isVerbose = false

    enum Level: String, Sendable {
        case debug, warning, error
    }

    /// An error that ends the command.
    func report(_ error: any Error) {
        let sentence = "\(error)"
        write(.error, sentence)
        StandardStream.error.writeLine("skiff-runtime: \(sentence.terminalSafe)")
    }

    /// Something that people may want to know, and that ends nothing: they read
    /// standard error where there is no file.
    func warn(_ sentence: String) {
        guard path == nil else { return write(.warning, sentence) }
        StandardStream.error.writeLine("skiff-runtime: warning: \(sentence.terminalSafe)")
    }

    /// A line of the file, if there is one.
    func write(_ level: Level, _ sentence: @autoclosure () -> String) {
        guard level != .debug || isVerbose, let path else { return }
        let sentence = sentence()
        // A log that can't be written is no reason to fail; the error goes to standard error too.
        guard
            let file = try? Descriptor.open(
                path, [.writeOnly, .create, .append, .noControllingTerminal], mode: 0o644)
        else { return }
        try? file.write(line(level, sentence))
    }

    private func line(_ level: Level, _ sentence: String) -> [UInt8] {
        var writer = JSONWriter()
        let time = Timestamp.now().description
        switch format {
        case .json:
            writer.object { writer in
                writer.member("level", level.rawValue)
                writer.member("msg", sentence)
                writer.member("time", time)
            }
        case .text:
            writer.literal("time=")
            writer.string(time)
            writer.literal(" level=\(level.rawValue) msg=")
            writer.string(sentence)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

import CommandLine
import Commands
import Compare
import Engine
import Glibc
import Images
import LinuxSystem

extension CompareCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let asked = try comparison(options)
            // Refuses whoever isn't root, and a report that can't be written, before anything is started.
            _ = try Engine.open()
            let json = try options.json.map { try OutputPlace($0) }
            let html = try options.html.map { try OutputPlace($0) }
            var display = ComparisonDisplay()
            let report: Report
            do {
                report = try Comparison(asked, version: "skiff \(Skiff.version)") { display.show($0) }.run()
                display.clear()
            } catch ComparisonError.interrupted(let signal) {
                display.clear()
                Failure.complain("\(ComparisonError.interrupted(signal: signal))")
                return 128 + signal
            } catch ComparisonError.failed(let reason, let lines) {
                display.clear()
                Failure.complain(lines.isEmpty ? reason : "\(reason); its last lines:")
                for line in lines { StandardStream.error.writeLine("  \(line.terminalSafe)") }
                return 1
            } catch {
                display.clear()
                throw error
            }
            StandardStream.output.write(report.table)
            if let json { try write(report.json, to: json) }
            if let html { try write(Array(report.page.utf8), to: html) }
            return 0
        }
    }

    private static func comparison(_ options: Options) throws -> ComparisonOptions {
        var asked = ComparisonOptions()
        asked.runs = options.runs
        asked.density = options.density
        asked.memory = options.memory
        asked.image = options.image
        asked.kernel = options.kernel
        asked.limit = Int64(options.limit)
        asked.commandLine = ["skiff"] + CommandLine.arguments.dropFirst()
        for word in options.only where !asked.restrict(to: word) {
            throw EngineError(
                .invalid,
                "--only knows no '\(word)': it takes start, memory, benchmark and isolation, and "
                    + ComparisonOptions.knownContenders.joined(separator: ", "))
        }
        return asked
    }

    /// Into a new file that takes the name when it is complete; what is no regular file is written to as it is.
    private static func write(_ bytes: [UInt8], to place: OutputPlace) throws {
        guard let directory = place.directory else {
            let file = try Descriptor.open(place.path, [.writeOnly, .noControllingTerminal])
            return try file.write(bytes, name: place.path)
        }
        let file = try UnnamedFile.make(in: Descriptor.open(directory, [.directory]))
        try file.descriptor.write(bytes, name: place.path)
        try file.descriptor.setMode(0o644, name: place.path)
        try file.publish(as: place.name)
    }
}

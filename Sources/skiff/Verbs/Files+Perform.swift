import CommandLine
import Commands
import Engine
import LinuxSystem
import OCI

extension CopyCommand {
    static func perform(_ options: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            let quiet = options.quiet ?? !StandardStream.output.isTerminal
            guard !words[0].isEmpty else { throw EngineError(.invalid, "the source is empty") }
            guard !words[1].isEmpty else { throw EngineError(.invalid, "the destination is empty") }
            let result: CopyResult
            switch (CopyPlace(parsing: words[0]), CopyPlace(parsing: words[1])) {
            case (.container, .container):
                throw EngineError(
                    .invalid, "copying between containers is not supported: use skiff cp A:PATH - | skiff cp - B:PATH")
            case (.container(let name, let path), .stream):
                guard !StandardStream.output.isTerminal else {
                    throw EngineError(.invalid, "cowardly refusing to write an archive to a terminal: redirect it")
                }
                _ = try Engine.open().copy(from: name, path: path, to: .stream, settings(options, nil))
                return 0
            case (.container(let name, let path), let place):
                let line = quiet ? nil : CopyLine("Copying from container")
                result = try Engine.open().copy(from: name, path: path, to: place, settings(options, line))
            case (let place, .container(let name, let path)):
                let line = quiet ? nil : CopyLine("Copying to container")
                result = try Engine.open().copy(place, to: name, path: path, settings(options, line))
            default:
                throw EngineError(.invalid, "must specify at least one container source: write CONTAINER:PATH")
            }
            if !quiet {
                let size = UInt64(max(0, result.size)).decimalSizeText
                StandardStream.error.writeLine("Successfully copied \(size) to \(result.destination.terminalSafe)")
            }
            return 0
        }
    }

    private static func settings(_ options: Options, _ line: CopyLine?) -> CopyOptions {
        var settings = CopyOptions()
        settings.keepsOwners = options.archive
        settings.followsLinks = options.followsLinks
        settings.leaveOut = { Failure.complain("left out \($0)") }
        if let line { settings.progress = { line.show($0) } }
        return settings
    }
}

/// One line on the terminal that tells how far a copy has come.
private final class CopyLine {
    private let words: String
    private let start = ContinuousClock.now
    private var last: ContinuousClock.Instant?

    init(_ words: String) {
        self.words = words
    }

    /// Draws the line ten times a second, and none for a copy that takes no time.
    func show(_ size: Int64) {
        let now = ContinuousClock.now
        guard StandardStream.error.isTerminal, now - start > .milliseconds(500) else { return }
        if let last, now - last < .milliseconds(100) { return }
        last = now
        StandardStream.error.write("\r\(words) - \(UInt64(max(0, size)).decimalSizeText)\u{1B}[K")
    }

    deinit {
        if last != nil { StandardStream.error.write("\r\u{1B}[K") }
    }
}

extension DiffCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            for change in try Engine.open().changes(of: names[0]) {
                guard !StandardStream.output.isTerminal else {
                    let path = String(decoding: change.path, as: UTF8.self).terminalSafe
                    StandardStream.output.writeLine("\(change.kind.rawValue) \(path)")
                    continue
                }
                let line = Array("\(change.kind.rawValue) ".utf8) + change.path + [UInt8(ascii: "\n")]
                guard StandardStream.output.write(line[...]) else { break }
            }
            return 0
        }
    }
}

extension ExportCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let leaveOut: (String) -> Void = { Failure.complain("left out \($0)") }
            if let path = options.output {
                try Engine.open().export(names[0], path: path, leaveOut: leaveOut)
                return 0
            }
            guard !StandardStream.output.isTerminal else {
                throw EngineError(
                    .invalid, "cowardly refusing to export to a terminal: name a file with --output, or redirect")
            }
            try Engine.open().export(
                names[0], to: Descriptor.standardOutput(), name: "standard output", leaveOut: leaveOut)
            return 0
        }
    }
}

extension CommitCommand {
    static func perform(_ options: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            var settings = CommitOptions()
            settings.reference = try words.count > 1 ? ImageReference(parsing: words[1]) : nil
            settings.author = options.author
            settings.message = options.message
            settings.changes = options.changes
            settings.pauses = options.pauses
            settings.leaveOut = { Failure.complain("left out \($0)") }
            StandardStream.output.writeLine(try Engine.open().commit(words[0], settings).text)
            return 0
        }
    }
}

import CommandLine
import Commands
import Engine
import Images
import LinuxSystem
import OCI

/// Answers a shell what may come next on a command line: a line that says how to take the others, then a word a line.
struct CompletionInquiry {
    private let point: CompletionPoint
    private let typed: String

    /// - Parameter words: those after the program's name; the last may be unfinished, or empty.
    init(_ words: [String], of program: CommandGroup) {
        let words = words.isEmpty ? [""] : words
        point = program.completionPoint(of: words)
        typed = words[words.count - 1]
    }

    /// The lines.
    func answer() -> String {
        switch point {
        case .anything: return ""
        case .words(let words): return lines("words", words)
        case .argument(let argument): return answer(CompletionValues(argument), lead: "")
        case .value(let value): return answer(CompletionValues(value), lead: value.lead)
        }
    }

    private func answer(_ values: CompletionValues, lead: String) -> String {
        switch values {
        case .nothing: return ""
        case .files: return "files\n"
        case .beginnings(let words): return lines("beginnings", words.map { .init(lead + $0) })
        case .words(let words): return lines("words", words.map { .init(lead + $0) })
        case .containers, .images, .volumes, .networks, .objects:
            // Whoever isn't root gets no names, and no message in the middle of a line.
            guard let engine = try? Engine.open() else { return "" }
            return lines("words", engine.names(values).map { .init(lead + $0.text, $0.summary) })
        }
    }

    /// Those that what has been typed is the beginning of.
    private func lines(_ kind: String, _ words: [CompletionPoint.Suggestion]) -> String {
        let fitting = words.filter { $0.text.hasPrefix(typed) }
        return "\(kind)\n" + fitting.map { "\($0.text)\t\($0.summary.terminalSafe)\n" }.joined()
    }
}

extension Engine {
    /// What has names; nothing where the state can't be read.
    fileprivate func names(_ values: CompletionValues) -> [CompletionPoint.Suggestion] {
        switch values {
        case .containers(let kind): containerNames(kind)
        case .images: imageNames
        case .volumes: volumeNames
        case .networks: networkNames
        case .objects: containerNames(.all) + imageNames
        case .words, .beginnings, .files, .nothing: []
        }
    }

    private func containerNames(_ kind: CompletionValues.Containers) -> [CompletionPoint.Suggestion] {
        var query = ContainerQuery()
        query.all = kind == .all || kind == .stopped
        // In the middle of a command line there is nobody to tell why there are none.
        let containers = (try? list(query)) ?? []
        let fitting = containers.filter { container in
            switch kind {
            case .all, .running: true
            case .stopped: !container.status.isRunning
            case .paused: container.status.name == "paused"
            }
        }
        return fitting.map { .init($0.name, "\($0.record.image), \($0.status.text)") }
    }

    private var imageNames: [CompletionPoint.Suggestion] {
        // As above.
        let images = (try? images.list()) ?? []
        return images.flatMap { image in
            image.references.compactMap { name in name.tag.map { .init("\(name.familiarName):\($0)") } }
        }
    }

    private var networkNames: [CompletionPoint.Suggestion] {
        // As above.
        ((try? networkNames()) ?? []).map { .init($0) }
    }

    private var volumeNames: [CompletionPoint.Suggestion] {
        volumeDirectoryNames.map { .init($0) }
    }
}

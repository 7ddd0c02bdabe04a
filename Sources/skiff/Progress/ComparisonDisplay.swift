import CommandLine
import Commands
import Compare
import LinuxSystem

/// What a comparison is at, on standard error: on a terminal one line that changes, elsewhere a line for each round
/// of a part. Notes stay.
struct ComparisonDisplay {
    private let stream = StandardStream.error
    private var screen = ProgressScreen()
    private var last = ""

    mutating func show(_ step: ComparisonStep) {
        if case .note(let text) = step {
            clear()
            stream.writeLine("skiff: \(text.terminalSafe)")
            return
        }
        if stream.isTerminal { return draw([Self.line(step)]) }
        // A measurement is no news: a round is, and where there is none a contender.
        if case .measuring(let part, let contender, let round, let all) = step {
            let isInRounds = part != "memory" && part != "isolation"
            let line = isInRounds ? "\(part): round \(round) of \(all)" : "\(part): \(contender)"
            if line != last { stream.writeLine(line) }
            last = line
        }
    }

    /// Takes the line away.
    mutating func clear() {
        if stream.isTerminal { draw([]) }
    }

    private mutating func draw(_ lines: [String]) {
        let size = stream.terminalSize ?? TerminalSize(rows: 24, columns: 80)
        let columns = Int(size.columns)
        let shown = lines.map { $0.terminalSafe.clipped(to: columns) }
        stream.write(screen.text(showing: shown, columns: columns, rows: Int(size.rows)))
    }

    private static func line(_ step: ComparisonStep) -> String {
        switch step {
        case .preparing(let what): "Preparing \(what)"
        case .measuring(let part, let contender, let round, let all):
            "Measuring \(part): \(contender), \(round) of \(all)"
        case .note(let text): text
        }
    }
}

import Commands
import Glibc
import Images
import LinuxSystem

/// Shows a transfer while it runs. On a terminal each part has a line, drawn anew ten
/// times a second by a thread of its own; elsewhere a part is told of when it is done.
final class ProgressDisplay: Sendable {
    private let progress: TransferProgress
    private let kind: TransferKind
    private let stream: StandardStream
    /// Something is to be read from it once the transfer has ended.
    private let end: Descriptor

    private static let interval = Duration.milliseconds(100)

    private init(
        _ progress: TransferProgress, _ kind: TransferKind, on stream: StandardStream, end: consuming Descriptor
    ) {
        self.progress = progress
        self.kind = kind
        self.stream = stream
        self.end = end
    }

    /// Does the work, with its progress shown until it has ended, well or not.
    /// - Parameters:
    ///   - stream: where; not standard output when that's for something else.
    ///   - isQuiet: nothing is shown.
    static func during<Result>(
        _ kind: TransferKind, on stream: StandardStream = .output, isQuiet: Bool,
        _ work: (TransferProgress?) throws -> Result
    ) throws -> Result {
        if isQuiet { return try work(nil) }
        let progress = TransferProgress()
        let pipe = try Pipe()
        let display = ProgressDisplay(progress, kind, on: stream, end: pipe.readEnd)
        let thread = try Thread.start { display.run() }
        let result = Swift.Result { try work(progress) }
        try pipe.writeEnd.write([0], name: "a pipe")
        thread.join()
        return try result.get()
    }

    private func run() {
        var painter = ProgressPainter(on: stream)
        while !end.waitForInput(upTo: Self.interval) { painter.show(frame) }
        painter.finish(frame)
    }

    private var frame: ProgressFrame { ProgressFrame(progress.snapshot(), kind: kind) }
}

/// Writes frames, one after another.
struct ProgressPainter {
    private enum Style {
        case terminal(ProgressScreen)
        case lines(ProgressFrame)
    }

    private let stream: StandardStream
    private var style: Style
    private var lastLines: [String] = []
    private var lastSize: TerminalSize?

    init(on stream: StandardStream) {
        self.stream = stream
        // A terminal that calls itself dumb can't move its cursor (terminfo(5)).
        let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
        style =
            stream.isTerminal && !isDumb
            ? .terminal(ProgressScreen()) : .lines(ProgressFrame([], kind: .load))
    }

    /// Shows how things are.
    mutating func show(_ frame: ProgressFrame) {
        let size = size
        draw(frame, frame.lines(columns: Int(size.columns), rows: Int(size.rows)), size)
    }

    /// Shows how things are at the end: what has had no room before has scrolled away then.
    mutating func finish(_ frame: ProgressFrame) {
        let size = size
        draw(frame, frame.allLines(columns: Int(size.columns)), size)
    }

    private mutating func draw(_ frame: ProgressFrame, _ lines: [String], _ size: TerminalSize) {
        switch style {
        case .lines(let last):
            for line in frame.news(since: last) { stream.writeLine(line) }
            style = .lines(frame)
        case .terminal(var screen):
            if lines == lastLines, size == lastSize { return }
            stream.write(
                screen.text(showing: lines, columns: Int(size.columns), rows: Int(size.rows)))
            style = .terminal(screen)
            lastLines = lines
            lastSize = size
        }
    }

    private var size: TerminalSize { stream.terminalSize ?? TerminalSize(rows: 24, columns: 80) }
}

import CommandLine

/// The lines of a display on a terminal, each of which is drawn over the one before.
///
/// The cursor stands below the last line whenever nothing is being written, and is never hidden: whoever
/// ends the program, at any moment and by any signal, finds the terminal in order.
public struct ProgressScreen: Sendable {
    /// Of the lines that are shown.
    private var widths: [Int] = []

    public init() {}

    /// What to write, at one go, so that these lines are shown in place of the last ones.
    /// - Parameters:
    ///   - columns: the terminal's width. When it has become narrower, the terminal has broken longer lines.
    ///   - rows: its height. What has left it at its top can't be drawn over.
    public mutating func text(showing lines: [String], columns: Int, rows: Int) -> String {
        let broken = widths.map { max(1, ($0 + columns - 1) / max(columns, 1)) }
        let height = min(broken.reduce(0, +), max(rows - 1, 0))
        var text = ""
        if height > 0 { text += "\r\u{1B}[\(height)A" }
        if height > 0, height != lines.count { text += "\u{1B}[J" }
        // Erased before it's written: behind a line as wide as the terminal the cursor stands on its last letter.
        for line in lines { text += "\u{1B}[K" + line + "\n" }
        widths = lines.map(\.displayWidth)
        return text
    }
}

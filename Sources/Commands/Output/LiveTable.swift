import CommandLine

/// A table that is drawn again and again at its own place of a terminal. What stands above it stays; the cursor is
/// never hidden and no mode is set, so that an interrupt leaves the last table and a prompt below it.
public struct LiveTable {
    /// How many lines stand there.
    private var drawn = 0

    public init() {}

    /// What draws the table over the last one. A line that has no room is cut, not wrapped; of lines that have none
    /// the number is told.
    public mutating func frame(_ table: String, rows: Int, columns: Int) -> String {
        var lines = table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        // The cursor stands below the table.
        let room = max(1, rows - 1)
        if lines.count > room {
            let hidden = lines.count - (room - 1)
            lines.removeLast(hidden)
            lines.append("… and \(hidden) more")
        }
        let up = drawn == 0 ? "\r" : "\r\u{1b}[\(drawn)A"
        drawn = lines.count
        let eraseLine = "\u{1b}[K"
        let eraseBelow = "\u{1b}[J"
        return up + lines.map { $0.clipped(to: columns) + eraseLine + "\n" }.joined() + eraseBelow
    }
}

import CommandLine
import Images

/// What a transfer looks like at one moment, as lines of text. It draws nothing: the executable does.
public struct ProgressFrame: Sendable {
    private let items: [TransferProgress.Item]
    private let kind: TransferKind

    public init(_ items: [TransferProgress.Item], kind: TransferKind) {
        self.items = items
        self.kind = kind
    }

    /// A line a part, for output that is no terminal: those of which nothing more is to be told, and that
    /// were not yet told of in an earlier frame.
    public func news(since earlier: ProgressFrame) -> [String] {
        items.enumerated().compactMap { index, item in
            let before = index < earlier.items.count ? earlier.items[index].phase : nil
            let isNews = item.phase.isFinal || item.phase == .retrying
            return isNews && before != item.phase ? ProgressLine(item: item, kind: kind).plain : nil
        }
    }

    /// All parts, a line each.
    public func allLines(columns: Int) -> [String] {
        items.map { ProgressLine(item: $0, kind: kind).text(columns: columns) }
    }

    /// As many lines as the terminal has room for, its last one left to the cursor. If there are more parts,
    /// the first line counts them, and those that are worked on have the others.
    public func lines(columns: Int, rows: Int) -> [String] {
        let room = max(1, rows - 1)
        if items.count <= room { return allLines(columns: columns) }
        let shown = choice(of: room - 1)
        return [summary.clipped(to: columns)]
            + shown.map { ProgressLine(item: items[$0], kind: kind).text(columns: columns) }
    }

    /// `12 of 40 layers done, 25 waiting`
    private var summary: String {
        let done = items.count { $0.phase.isFinal }
        let waiting = items.count { $0.phase == .waiting }
        return "\(done) of \(items.count) layers done" + (waiting > 0 ? ", \(waiting) waiting" : "")
    }

    /// The numbers of the parts to show, in order: what moves, then what waits, then what was done last.
    private func choice(of count: Int) -> [Int] {
        let moving = items.indices.filter { items[$0].phase.isMoving }
        let waiting = items.indices.filter { items[$0].phase == .waiting }
        let done = items.indices.filter { items[$0].phase.isFinal }.reversed()
        return (moving + waiting + done).prefix(count).sorted()
    }
}

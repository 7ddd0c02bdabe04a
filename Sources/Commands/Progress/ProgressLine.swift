import CommandLine
import Images

/// One part of a transfer as a line: `4f4fb700ef54: Downloading  [====>      ]  12.3MB/45.6MB`.
struct ProgressLine {
    let item: TransferProgress.Item
    let kind: TransferKind

    /// Bars are no wider, however wide the terminal is; narrower than the least they say nothing.
    private static let widestBar = 50
    private static let narrowestBar = 8
    /// Of a size such as `12.3MB`.
    private static let sizeWidth = 6

    /// Without a bar, for output that is no terminal.
    var plain: String { "\(label): \(kind.words(for: item.phase))" }

    /// What has room in that many columns: the bar goes first, then the total.
    func text(columns: Int) -> String {
        guard item.phase.isMeasured else { return plain.clipped(to: columns) }
        // Bars of different phases begin in the same column.
        let start = "\(label): " + kind.words(for: item.phase).padded(to: widestWords)
        let room = columns - start.displayWidth - 2
        guard let total = item.total else { return fit([start + "  " + done], columns) }
        let numbers = done.indented(to: Self.sizeWidth) + "/" + Self.size(total).padded(to: Self.sizeWidth)
        let bar = min(Self.widestBar, room - numbers.displayWidth - 4)
        if bar >= Self.narrowestBar {
            return "\(start)  [\(ProgressBar.text(fraction, width: bar))]  \(numbers)".withoutTrailingSpaces
        }
        return fit(["\(start)  \(numbers)".withoutTrailingSpaces, "\(plain) \(Int(fraction * 100))%"], columns)
    }

    /// The first text that has room, or as much of the last as has.
    private func fit(_ texts: [String], _ columns: Int) -> String {
        texts.first { $0.displayWidth <= columns } ?? (texts.last ?? "").clipped(to: columns)
    }

    /// A name that is chosen by who made the image steers no terminal and leaves room for the rest.
    private var label: String { item.label.terminalSafe.clipped(to: 32) }

    private var widestWords: Int {
        let measured: [TransferProgress.Phase] =
            switch kind {
            case .load: [.loading]
            case .pull: [.downloading, .verifying]
            case .push: [.uploading]
            }
        return measured.map { kind.words(for: $0).displayWidth }.max() ?? 0
    }

    private var done: String { Self.size(item.done) }

    /// Between nothing and all, also for who sends more than was said.
    private var fraction: Double {
        guard let total = item.total, total > 0 else { return 1 }
        return min(max(Double(item.done) / Double(total), 0), 1)
    }

    private static func size(_ bytes: Int64) -> String { UInt64(max(0, bytes)).decimalSizeText }
}

/// `====>      `: how much of something is done.
enum ProgressBar {
    /// - Parameter fraction: from 0 to 1.
    static func text(_ fraction: Double, width: Int) -> String {
        let filled = min(Int(fraction * Double(width)), width)
        if filled == width { return String(repeating: "=", count: width) }
        return String(repeating: "=", count: filled) + ">" + String(repeating: " ", count: width - filled - 1)
    }
}

extension String {
    fileprivate var withoutTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}

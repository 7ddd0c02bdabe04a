/// All that a comparison found, ready to be written as a table, as JSON or as a page.
public struct Report: Sendable {
    /// Who was compared, as the report names them.
    struct Entry: Hashable, Sendable {
        let title: String
        let kind: String
        let version: String
        /// One of the commands, as it was called.
        let command: String
    }

    var machine: MachineFacts
    var commandLine: [String]
    var image: String
    var runs: Int
    var density: Int
    /// In bytes.
    var budget: UInt64
    var entries: [Entry] = []
    var figures: [Figure] = []
    /// By the contender's title.
    var points: [String: [MemoryMeasure.Point]] = [:]
    var isolation: [String: [String: String]] = [:]
    var notes: [String] = []
    /// Names with reasons.
    var leftOut: [(name: String, reason: String)] = []

    /// The contender that others are told in multiples of: Skiff, if it took part.
    var reference: String? { entries.first { $0.title == "skiff" }?.title ?? entries.first?.title }
}

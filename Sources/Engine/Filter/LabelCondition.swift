/// What a filter asks of labels: `KEY`, `KEY=VALUE`, or that there is no such label.
struct LabelCondition: Hashable, Sendable {
    let key: String
    /// `nil`: any.
    let value: String?
    let isWanted: Bool

    /// - Parameter text: `KEY` or `KEY=VALUE`.
    init(_ text: String, isWanted: Bool = true) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        key = parts[0]
        value = parts.count > 1 ? parts[1] : nil
        self.isWanted = isWanted
    }

    /// Whether an object with these labels is meant.
    func fits(_ labels: [String: String]) -> Bool {
        let found = labels[key]
        let isThere = found != nil && (value == nil || found == value)
        return isThere == isWanted
    }
}

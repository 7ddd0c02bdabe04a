extension ImageFilter {
    /// What can be asked for.
    public enum Key: String, CaseIterable, Sendable {
        case dangling
        case label
        case notLabel = "label!"
        case reference
        case before
        case since
        case until
    }

    /// For lists of images.
    public static let forLists: [Key] = [.dangling, .label, .reference, .before, .since, .until]
    /// For removing what nobody needs.
    public static let forPruning: [Key] = [.dangling, .label, .notLabel, .until]

    /// `--filter KEY=VALUE`.
    /// - Parameter allowed: what the command knows.
    public mutating func add(option text: String, allowed: [Key]) throws(InvalidOption) {
        let option = try FilterOption(parsing: text, allowed: allowed)
        switch option.key {
        case .dangling: isDangling = try option.truth()
        case .label: labels.append(LabelCondition(option.value))
        case .notLabel: labels.append(LabelCondition(option.value, isWanted: false))
        case .reference: references.append(ReferencePattern(option.value))
        case .before: before.append(option.value)
        case .since: since.append(option.value)
        case .until: until = try option.moment()
        }
    }

    /// The name on a command line of `images`, which may be a pattern.
    public mutating func add(name: String) { references.append(ReferencePattern(name)) }
}

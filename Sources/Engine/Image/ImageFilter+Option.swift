import LinuxSystem

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
        guard let equals = text.firstIndex(of: "=") else {
            throw InvalidOption("bad format of filter (expected name=value)")
        }
        let name = String(text[..<equals])
        let value = String(text[text.index(after: equals)...])
        guard let key = Key(rawValue: name), allowed.contains(key) else {
            let names = allowed.map(\.rawValue).joined(separator: ", ")
            throw InvalidOption("invalid filter '\(name)'; there are \(names)")
        }
        switch key {
        case .dangling: isDangling = try Self.truth(value)
        case .label: labels.append(Self.condition(value, isWanted: true))
        case .notLabel: labels.append(Self.condition(value, isWanted: false))
        case .reference: references.append(ReferencePattern(value))
        case .before: before.append(value)
        case .since: since.append(value)
        case .until: until = try Self.moment(value)
        }
    }

    /// The name on a command line of `images`, which may be a pattern.
    public mutating func add(name: String) { references.append(ReferencePattern(name)) }

    private static func truth(_ text: String) throws(InvalidOption) -> Bool {
        switch text {
        case "true", "1": return true
        case "false", "0": return false
        default: throw InvalidOption("invalid value for filter 'dangling': must be true or false")
        }
    }

    static func condition(_ text: String, isWanted: Bool) -> LabelCondition {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return LabelCondition(key: parts[0], value: parts.count > 1 ? parts[1] : nil, isWanted: isWanted)
    }

    /// A duration back from now, seconds since 1970, or a time of RFC 3339, which may lack its end.
    static func moment(_ text: String) throws(InvalidOption) -> Timestamp {
        if let time = Timestamp(option: text) { return time }
        throw InvalidOption(
            "invalid value for filter 'until': must be a duration such as 24h, or a time such as 2026-01-31")
    }
}

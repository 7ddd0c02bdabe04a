import LinuxSystem

/// One `--filter KEY=VALUE` of a list, taken apart, and the ways in which
/// lists read their values; the words of refusals are Docker's.
struct FilterOption<Key: RawRepresentable<String> & Equatable> {
    let key: Key
    let value: String

    /// - Parameter allowed: what the command knows.
    init(parsing text: String, allowed: [Key]) throws(InvalidOption) {
        guard let equals = text.firstIndex(of: "=") else {
            throw InvalidOption("bad format of filter (expected name=value)")
        }
        let name = String(text[..<equals])
        guard let key = Key(rawValue: name), allowed.contains(key) else {
            let names = allowed.map(\.rawValue).joined(separator: ", ")
            throw InvalidOption("invalid filter '\(name)'; there are \(names)")
        }
        self.key = key
        value = String(text[text.index(after: equals)...])
    }

    /// `true`, `false`, `1` or `0`.
    func truth() throws(InvalidOption) -> Bool {
        switch value {
        case "true", "1": true
        case "false", "0": false
        default: throw refusal("must be true or false")
        }
    }

    /// One of the words, of which there are two or more.
    func word(of known: [String]) throws(InvalidOption) -> String {
        guard known.contains(value) else {
            throw refusal("must be \(known.dropLast().joined(separator: ", ")) or \(known.last ?? "")")
        }
        return value
    }

    /// A duration back from now, seconds since 1970, or a time of RFC 3339, which may lack its end.
    func moment() throws(InvalidOption) -> Timestamp {
        if let time = Timestamp(option: value) { return time }
        throw refusal("must be a duration such as 24h, or a time such as 2026-01-31")
    }

    /// What is wrong with the value.
    func refusal(_ reason: String) -> InvalidOption {
        InvalidOption("invalid value for filter '\(key.rawValue)': \(reason)")
    }
}

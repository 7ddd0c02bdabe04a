/// `KEY=VALUE`, as `--label`, `--sysctl`, `--ulimit` and `--mount` take it.
public struct KeyValue: Hashable, Sendable {
    /// Never empty.
    public let key: String
    /// What follows the first `=`.
    public let value: String

    /// Refuses an empty key, and a text without `=` unless there is a value
    /// for that.
    public init(parsing text: String, valueIfAbsent: String? = nil) throws(InvalidOption) {
        let equals = text.firstIndex(of: "=")
        guard let value = equals.map({ String(text[text.index(after: $0)...]) }) ?? valueIfAbsent else {
            throw InvalidOption("must be KEY=VALUE")
        }
        key = String(text[..<(equals ?? text.endIndex)])
        self.value = value
        if key.isEmpty { throw InvalidOption("the key before = is missing") }
    }
}

extension Character {
    /// `0` to `9`, without the digits of other scripts.
    var isDecimalDigit: Bool { isASCII && isNumber }
}

/// A process's environment (environ(7)): `KEY=VALUE`, each key once, in the
/// order in which the keys first came.
public struct Environment {
    /// In the order of their entries; an image may bring thousands.
    private var keys: [Substring] = []
    private var values: [Substring: String] = [:]

    /// `KEY=VALUE`, as execve(2) takes them.
    public var entries: [String] { keys.compactMap { values[$0] } }

    /// `KEY=VALUE` adds or replaces; `KEY` alone removes.
    public mutating func apply(_ entry: String) {
        let key = Self.key(of: entry)
        let isRemoval = key.utf8.count == entry.utf8.count
        if isRemoval {
            guard values.removeValue(forKey: key) != nil else { return }
            keys.removeAll { $0 == key }
        } else if values.updateValue(entry, forKey: key) == nil {
            keys.append(key)
        }
    }

    /// Adds the variable unless there is one already.
    public mutating func applyDefault(_ entry: String) {
        if values[Self.key(of: entry)] == nil { apply(entry) }
    }

    public init() {}

    public init(_ entries: [String]) {
        for entry in entries { apply(entry) }
    }

    private static func key(of entry: String) -> Substring {
        entry.utf8.firstIndex(of: UInt8(ascii: "=")).map { entry[..<$0] } ?? entry[...]
    }
}

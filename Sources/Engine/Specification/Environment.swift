/// A process's environment (environ(7)): `KEY=VALUE`, each key once, in the
/// order in which the keys first came.
struct Environment {
    private(set) var entries: [String] = []

    /// `KEY=VALUE` adds or replaces; `KEY` alone removes.
    mutating func apply(_ entry: String) {
        let key = Self.key(of: entry)
        let index = entries.firstIndex { Self.key(of: $0) == key }
        let isRemoval = key.utf8.count == entry.utf8.count
        switch (index, isRemoval) {
        case (let index?, true): entries.remove(at: index)
        case (let index?, false): entries[index] = entry
        case (nil, true): break
        case (nil, false): entries.append(entry)
        }
    }

    /// Adds the variable unless there is one already.
    mutating func applyDefault(_ entry: String) {
        let key = Self.key(of: entry)
        if !entries.contains(where: { Self.key(of: $0) == key }) { entries.append(entry) }
    }

    init() {}

    init(_ entries: [String]) {
        self.entries = entries
    }

    private static func key(of entry: String) -> Substring {
        entry.utf8.firstIndex(of: UInt8(ascii: "=")).map { entry[..<$0] } ?? entry[...]
    }
}

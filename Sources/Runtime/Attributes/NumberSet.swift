/// A set of processors or memory nodes, in the kernel's list format: `0-3,7`
/// (cpuset(7), "List format").
struct NumberSet: Hashable, Sendable {
    /// What the kernel can be built for at most (NR_CPUS of x86-64, MAX_NUMNODES is less).
    private static let limit = 8192

    /// Bit n is number n, in words as the kernel takes them.
    let words: [UInt64]

    /// `nil` for a text that is no list, for a range that ends before it
    /// starts, and for numbers that no kernel has. An empty text is an empty set.
    init?(parsing text: String) {
        var words = [UInt64]()
        let parts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
        for part in parts {
            guard let range = Self.range(part) else { return nil }
            while words.count <= range.upperBound / 64 { words.append(0) }
            for number in range { words[number / 64] |= 1 << UInt64(number % 64) }
        }
        self.words = words
    }

    var isEmpty: Bool { words.isEmpty }

    private static func range(_ text: Substring) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = number(ends[0]), let last = ends.count == 1 ? first : number(ends[1]), first <= last
        else { return nil }
        return first...last
    }

    /// Digits alone: no sign, which `Int` would take.
    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text), number < limit
        else { return nil }
        return number
    }
}

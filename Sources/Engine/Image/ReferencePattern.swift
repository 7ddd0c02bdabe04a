import OCI

/// A name of images in which `*` and `?` stand for characters within a part of the path, and `[a-z]` for
/// one of several (Go's `path.Match`, as Docker's filter has it).
public struct ReferencePattern: Hashable, Sendable {
    private let text: String
    /// The pattern as the name of one image, where it is one.
    private let exact: ImageReference?

    public init(_ text: String) {
        self.text = text
        // A pattern with a star is no reference.
        exact = try? ImageReference(parsing: text)
    }

    /// Whether it is meant: with its tag or without, in the short form or in full.
    public func matches(_ reference: ImageReference) -> Bool {
        if reference == exact { return true }
        let forms = [reference.familiar, reference.familiarName, reference.description, reference.name]
        return forms.contains { Glob.matches(Array($0.utf8)[...], Array(text.utf8)[...]) }
    }
}

/// Patterns of paths.
enum Glob {
    /// Whether the whole text fits the pattern. Each star tries its shortest match first and only the last one
    /// is gone back to, so that no pattern takes more than the product of both lengths.
    static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var text = text
        var pattern = pattern
        var retry: (text: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
        while !text.isEmpty || !pattern.isEmpty {
            if pattern.first == UInt8(ascii: "*") {
                pattern = pattern.dropFirst()
                retry = (text, pattern)
            } else if let byte = text.first, let rest = Self.rest(of: pattern, after: byte) {
                text = text.dropFirst()
                pattern = rest
            } else if let last = retry, let skipped = last.text.first, skipped != UInt8(ascii: "/") {
                text = last.text.dropFirst()
                pattern = last.pattern
                retry = (text, pattern)
            } else {
                return false
            }
        }
        return true
    }

    /// What follows in the pattern when its first element fits the byte; `nil` when it doesn't.
    private static func rest(of pattern: ArraySlice<UInt8>, after byte: UInt8) -> ArraySlice<UInt8>? {
        switch pattern.first {
        case UInt8(ascii: "?"): return byte == UInt8(ascii: "/") ? nil : pattern.dropFirst()
        case UInt8(ascii: "["): return classRest(pattern.dropFirst(), byte)
        case UInt8(ascii: "\\"): return pattern.dropFirst().first == byte ? pattern.dropFirst(2) : nil
        default: return pattern.first == byte ? pattern.dropFirst() : nil
        }
    }

    /// `[a-z0-9]`, `[^x]`; one without an end fits nothing.
    private static func classRest(_ pattern: ArraySlice<UInt8>, _ byte: UInt8) -> ArraySlice<UInt8>? {
        guard let end = pattern.firstIndex(of: UInt8(ascii: "]")) else { return nil }
        var members = pattern[..<end]
        let isNegated = members.first == UInt8(ascii: "^")
        if isNegated { members = members.dropFirst() }
        var isMember = false
        while let low = members.popFirst() {
            var high = low
            if members.first == UInt8(ascii: "-"), let last = members.dropFirst().first {
                high = last
                members = members.dropFirst(2)
            }
            if low <= byte, byte <= high { isMember = true }
        }
        return isMember != isNegated && byte != UInt8(ascii: "/") ? pattern[pattern.index(after: end)...] : nil
    }
}

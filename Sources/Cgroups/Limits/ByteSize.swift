/// Sizes as Docker's options take them: `1024`, `512k`, `64m`, `1.5g`, `64MiB`,
/// with or without a space. A unit is a power of 1024, however it is spelled.
public enum ByteSize {
    /// Why a text is not a size.
    public struct Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    private static let invalid = Invalid(description: "not a size such as 512k, 64m or 1.5g")

    /// The number of bytes, rounded down; less than 2^63.
    public static func parse(_ text: String) throws(Invalid) -> UInt64 {
        let number = text.prefix { isDigit($0) || $0 == "." }
        var unit = text.dropFirst(number.count)
        if unit.first == " " { unit.removeFirst() }
        guard let shift = shift(of: unit.lowercased()) else { throw invalid }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, number.contains(where: isDigit) else { throw invalid }

        let whole = parts[0].isEmpty ? 0 : UInt64(parts[0])
        // Less than one unit: a Double is exact enough.
        let fraction = parts.count == 2 ? Double("0.\(parts[1])0") ?? 0 : 0
        guard let whole, whole < UInt64(Int64.max) >> shift else {
            throw Invalid(description: "too large: a size is less than 8 EiB")
        }
        return whole << shift + UInt64(fraction * Double(UInt64(1) << shift))
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    /// The power of two that a unit stands for: `k`, `kb` and `kib` are 10.
    private static func shift(of unit: String) -> UInt64? {
        switch unit {
        case "", "b": 0
        case "k", "kb", "kib": 10
        case "m", "mb", "mib": 20
        case "g", "gb", "gib": 30
        case "t", "tb", "tib": 40
        case "p", "pb", "pib": 50
        default: nil
        }
    }
}

/// A domain name as it goes over the wire (RFC 1035, section 3.1): labels, each
/// with its length before it, and an empty one at the end. The letters' case is
/// kept, for askers who check that it comes back, and means nothing.
public struct DomainName: Sendable {
    /// At most 255 bytes, without compression.
    public let wire: [UInt8]

    /// The longest name on the wire, and the longest label.
    static let longest = 255
    static let longestLabel = 63

    /// - Parameter wire: labels and the empty one, all lengths right.
    init(checked wire: [UInt8]) { self.wire = wire }

    /// As people write it, with or without the dot at the end; `nil` when a
    /// label is empty or too long, or all of it is. Any byte may stand in a label.
    public init?(_ text: some StringProtocol) {
        var wire = [UInt8]()
        var rest = Array(text.utf8)[...]
        if rest.last == UInt8(ascii: ".") { rest = rest.dropLast() }
        if !rest.isEmpty {
            for label in rest.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
                guard (1...Self.longestLabel).contains(label.count) else { return nil }
                wire.append(UInt8(label.count))
                wire += label
            }
        }
        wire.append(0)
        guard wire.count <= Self.longest else { return nil }
        self.wire = wire
    }

    /// Its labels from left to right, in lower case.
    public var labels: [ArraySlice<UInt8>] {
        let folded = wire.map(\.lowercasedLetter)
        var labels = [ArraySlice<UInt8>]()
        var position = 0
        while position < folded.count, folded[position] > 0 {
            let end = position + 1 + Int(folded[position])
            guard end <= folded.count else { break }
            labels.append(folded[(position + 1)..<end])
            position = end
        }
        return labels
    }

    /// In lower case and without the dot at the end, if it is such as a host may
    /// have: letters, digits, `-` and `_`. `nil` for all others, and for the root.
    public var hostName: String? {
        let labels = labels
        guard !labels.isEmpty, labels.allSatisfy({ $0.allSatisfy(\.isHostNameCharacter) }) else { return nil }
        return labels.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    }
}

extension DomainName: Hashable {
    /// Without regard to case (RFC 4343).
    public static func == (first: DomainName, second: DomainName) -> Bool {
        first.wire.count == second.wire.count
            && zip(first.wire, second.wire).allSatisfy { $0.lowercasedLetter == $1.lowercasedLetter }
    }

    public func hash(into hasher: inout Hasher) {
        for byte in wire { hasher.combine(byte.lowercasedLetter) }
    }
}

extension UInt8 {
    /// ASCII's capital letters made small. A label's length is never one: it is below 64.
    var lowercasedLetter: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }

    /// hostname(7)'s, and `_`, which is common.
    fileprivate var isHostNameCharacter: Bool {
        (0x61...0x7a).contains(self) || (0x30...0x39).contains(self) || self == 0x2d || self == 0x5f
    }
}

/// The content address of a blob: `sha256:` or `sha512:` and lower-case
/// hexadecimal digits (OCI image specification, "Descriptor", "Digests").
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The algorithms that the specification registers.
    public enum Algorithm: String, Sendable {
        case sha256
        case sha512

        /// The length of the encoded part in characters.
        public var digitCount: Int { self == .sha256 ? 64 : 128 }
    }

    /// The whole digest as text: `sha256:2c26…`.
    public let text: String

    /// A digest of bytes that a hash function just gave.
    public init(_ algorithm: Algorithm, bytes: some Sequence<UInt8>) {
        let digits = Array("0123456789abcdef".utf8)
        var hex = [UInt8]()
        hex.reserveCapacity(algorithm.digitCount)
        for byte in bytes {
            hex.append(digits[Int(byte >> 4)])
            hex.append(digits[Int(byte & 15)])
        }
        precondition(hex.count == algorithm.digitCount, "the hash has the algorithm's length")
        text = "\(algorithm.rawValue):\(String(decoding: hex, as: UTF8.self))"
    }

    /// Parses `ALGORITHM:HEX`.
    public init(parsing text: String) throws(FormatError) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw FormatError("a digest", text, "it has the form sha256:HEX")
        }
        guard let algorithm = Algorithm(rawValue: String(text[..<colon])) else {
            throw FormatError("a digest", text, "the algorithm must be sha256 or sha512")
        }
        let hex = text.utf8[text.utf8.index(after: colon)...]
        guard hex.count == algorithm.digitCount, hex.allSatisfy(\.isLowerHexDigit) else {
            throw FormatError(
                "a digest", text, "\(algorithm) needs \(algorithm.digitCount) lower-case hexadecimal digits")
        }
        self.text = text
    }

    /// The function that made the digest.
    public var algorithm: Algorithm { text.utf8.count == 7 + 64 ? .sha256 : .sha512 }

    /// The encoded part, without the algorithm.
    public var hex: Substring { text.dropFirst(7) }

    /// The first twelve digits: how users see an image's id.
    public var short: Substring { hex.prefix(12) }

    public var description: String { text }
}

extension Digest: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension UInt8 {
    /// `0`–`9` or `a`–`f`.
    var isLowerHexDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
    }
}

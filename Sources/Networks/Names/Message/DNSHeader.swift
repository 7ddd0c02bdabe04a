/// The twelve bytes that every message starts with (RFC 1035, section 4.1.1).
public struct DNSHeader: Hashable, Sendable {
    public var id: UInt16
    public var flags: DNSFlags
    /// How many questions, answers, authorities and additional records follow.
    var counts: [UInt16]

    /// In bytes.
    static let length = 12

    init(id: UInt16, flags: DNSFlags, counts: [UInt16]) {
        self.id = id
        self.flags = flags
        self.counts = counts
    }

    init(_ reader: inout DNSReader) throws(MalformedMessage) {
        id = try reader.number16()
        flags = DNSFlags(rawValue: try reader.number16())
        counts = []
        for _ in 0..<4 { counts.append(try reader.number16()) }
    }

    var bytes: [UInt8] { ([id, flags.rawValue] + counts).flatMap(\.networkBytes) }
}

/// What a message is, and how it went.
public struct DNSFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let isResponse = DNSFlags(rawValue: 0x8000)
    /// Whoever answers is who decides.
    public static let isAuthoritative = DNSFlags(rawValue: 0x0400)
    /// There is more, over TCP.
    public static let isTruncated = DNSFlags(rawValue: 0x0200)
    public static let recursionDesired = DNSFlags(rawValue: 0x0100)
    public static let recursionAvailable = DNSFlags(rawValue: 0x0080)
    /// RFC 4035, section 3.2.2.
    public static let checkingDisabled = DNSFlags(rawValue: 0x0010)

    /// 0: a plain question.
    public var operation: UInt16 { rawValue >> 11 & 15 }
    static let operationBits = DNSFlags(rawValue: 0x7800)
    public var code: DNSCode { DNSCode(rawValue: rawValue & 15) }
}

/// What became of a question: RCODE (RFC 1035, section 4.1.1; RFC 6891, section 6.1.3).
public struct DNSCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let noError = DNSCode(rawValue: 0)
    public static let malformed = DNSCode(rawValue: 1)
    public static let serverFailure = DNSCode(rawValue: 2)
    public static let noSuchName = DNSCode(rawValue: 3)
    public static let notImplemented = DNSCode(rawValue: 4)
    public static let refused = DNSCode(rawValue: 5)
    /// The version of EDNS is unknown.
    public static let badVersion = DNSCode(rawValue: 16)
}

extension FixedWidthInteger {
    /// In the network's order.
    var networkBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

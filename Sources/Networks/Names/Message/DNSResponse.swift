/// An answer of our own.
public struct DNSResponse: Sendable {
    /// What it answers.
    public let query: DNSQuery
    let code: DNSCode
    /// In the order in which they are told.
    var records: [DNSRecord]
    /// It doesn't hold what there is, which is to be asked for over TCP.
    var isTruncated = false

    /// The longest datagram that we take and send.
    public static let longestDatagram: UInt16 = 4096

    public init(to query: DNSQuery, _ code: DNSCode, _ records: [DNSRecord] = []) {
        self.query = query
        self.code = code
        self.records = records
    }

    /// Says nothing but that the answer is too long for a datagram.
    public static func truncated(to query: DNSQuery) -> DNSResponse {
        var response = DNSResponse(to: query, .noError)
        response.isTruncated = true
        return response
    }

    /// The message. What doesn't fit is left out, and said to be missing (TC).
    /// - Parameter limit: at least 512 bytes; a question and its extensions always fit.
    public func encoded(limit: Int) -> [UInt8] {
        let extensions = extensionRecord
        var body = query.question.bytes
        var count: UInt16 = 0
        var isTruncated = isTruncated
        for record in records {
            let bytes = record.bytes
            guard DNSHeader.length + body.count + bytes.count + extensions.count <= limit, count < .max else {
                isTruncated = true
                break
            }
            body += bytes
            count += 1
        }
        var flags = query.flags.intersection([.recursionDesired, .checkingDisabled])
        flags.formUnion([.isResponse, .recursionAvailable, DNSFlags(rawValue: code.rawValue & 15)])
        if code == .noError, !isTruncated || count > 0 { flags.insert(.isAuthoritative) }
        if isTruncated { flags.insert(.isTruncated) }
        let header = DNSHeader(
            id: query.id, flags: flags, counts: [1, count, 0, extensions.isEmpty ? 0 : 1])
        return header.bytes + body + extensions
    }

    /// Who knows EDNS is answered by it (RFC 6891, section 6.1.1).
    private var extensionRecord: [UInt8] {
        guard let extensions = query.extensions else { return [] }
        let fields = UInt32(code.rawValue >> 4) << 24 | (extensions.wantsSignatures ? 0x8000 : 0)
        return [0] + DNSType.opt.rawValue.networkBytes + Self.longestDatagram.networkBytes + fields.networkBytes + [
            0, 0,
        ]
    }
}

/// One record of an answer about the name that was asked for.
public enum DNSRecord: Hashable, Sendable {
    case address(IPAddress)
    case name(DomainName)

    /// Seconds that it may be kept: an address is somebody else's as soon as its container has ended.
    static let lifetime: UInt32 = 0

    var bytes: [UInt8] {
        let type: DNSType
        let data: [UInt8]
        switch self {
        case .address(let address):
            type = address.family == .v4 ? .a : .aaaa
            data = address.bytes
        case .name(let name):
            type = .ptr
            data = name.wire
        }
        // Its name is the question's, right behind the header.
        return [0xc0, UInt8(DNSHeader.length)] + type.rawValue.networkBytes + UInt16(1).networkBytes
            + Self.lifetime.networkBytes + UInt16(data.count).networkBytes + data
    }
}

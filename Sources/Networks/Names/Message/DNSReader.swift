/// A message that isn't one: it ends too early, or a name in it leads nowhere.
struct MalformedMessage: Error {}

/// Reads a message's bytes in their order. Whatever they are, nothing is read
/// that isn't there.
struct DNSReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func byte() throws(MalformedMessage) -> UInt8 {
        guard position < bytes.count else { throw MalformedMessage() }
        defer { position += 1 }
        return bytes[position]
    }

    /// In the network's byte order.
    mutating func number16() throws(MalformedMessage) -> UInt16 {
        let high = try byte()
        return try UInt16(high) << 8 | UInt16(byte())
    }

    mutating func number32() throws(MalformedMessage) -> UInt32 {
        let high = try number16()
        return try UInt32(high) << 16 | UInt32(number16())
    }

    mutating func skip(_ count: Int) throws(MalformedMessage) {
        guard count >= 0, count <= bytes.count - position else { throw MalformedMessage() }
        position += count
    }

    /// A name, compressed or not (RFC 1035, section 4.1.4). A pointer leads to
    /// before the labels that it continues, and never into the header: so a name
    /// comes to an end however the message is made.
    mutating func name() throws(MalformedMessage) -> DomainName {
        var wire = [UInt8]()
        var here = position
        var start = position
        var end: Int?
        while true {
            guard here < bytes.count else { throw MalformedMessage() }
            let length = Int(bytes[here])
            switch length {
            case 0:
                wire.append(0)
                position = end ?? here + 1
                return DomainName(checked: wire)
            case 1...DomainName.longestLabel:
                guard here + 1 + length < bytes.count, wire.count + 1 + length < DomainName.longest else {
                    throw MalformedMessage()
                }
                wire += bytes[here...(here + length)]
                here += 1 + length
            case 0xc0...:
                guard here + 1 < bytes.count else { throw MalformedMessage() }
                let target = (length & 0x3f) << 8 | Int(bytes[here + 1])
                guard target >= DNSHeader.length, target < start else { throw MalformedMessage() }
                end = end ?? here + 2
                start = target
                here = target
            default: throw MalformedMessage()  // kinds of labels that nobody uses (RFC 6891, section 5)
            }
        }
    }
}

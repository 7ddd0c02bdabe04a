/// The attributes of a message that has come, or of an attribute's value, in
/// their order.
public struct NetlinkAttributes: Sequence, IteratorProtocol, Sendable {
    private var rest: ArraySlice<UInt8>

    public init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// One of them.
    public struct Attribute: Sendable {
        /// Without the bits NLA_F_NESTED and NLA_F_NET_BYTEORDER.
        public let type: Int
        /// The bytes without the attribute's header and padding.
        public let value: ArraySlice<UInt8>

        /// A number of up to eight bytes in the processor's own order.
        public var number: UInt64 {
            value.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        /// A number in the network's order.
        public var networkNumber: UInt64 {
            value.reduce(0) { $0 << 8 | UInt64($1) }
        }
        /// A text up to its zero.
        public var text: String { String(decoding: value.prefix { $0 != 0 }, as: UTF8.self) }
        /// Those that the value is made of.
        public var attributes: NetlinkAttributes { NetlinkAttributes(value) }
    }

    /// `nil` at the end, and where a length says more than there is.
    public mutating func next() -> Attribute? {
        guard rest.count >= 4 else { return nil }
        let start = rest.startIndex
        let length = Int(rest[start]) | Int(rest[start + 1]) << 8
        let type = Int(rest[start + 2]) | Int(rest[start + 3]) << 8
        guard length >= 4, length <= rest.count else { return nil }
        let value = rest[(start + 4)..<(start + length)]
        rest = rest.dropFirst((length + 3) & ~3)
        // The two highest bits tell of nesting and of byte order.
        return Attribute(type: type & 0x3fff, value: value)
    }

    /// The first one of that type.
    public func first(_ type: Int) -> Attribute? {
        for attribute in self where attribute.type == type { return attribute }
        return nil
    }
}

/// A message that the kernel has sent.
public struct NetlinkMessage: Sendable {
    /// As `nlmsg_type`: NLMSG_ERROR, RTM_NEWLINK.
    public let type: UInt16
    let flags: UInt16
    let sequence: UInt32
    /// What follows the header.
    public let payload: ArraySlice<UInt8>

    static let error: UInt16 = 2
    static let done: UInt16 = 3

    /// The attributes that follow a header of that size in the payload.
    public func attributes(after size: Int) -> NetlinkAttributes { NetlinkAttributes(payload.dropFirst(size)) }

    /// 16 or 32 bits of the payload, in the processor's own byte order.
    public func number16(at offset: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: number(payload.dropFirst(offset).prefix(2)))
    }
    /// As `number16`.
    public func number32(at offset: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: number(payload.dropFirst(offset).prefix(4)))
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The messages of one datagram.
    static func all(in datagram: ArraySlice<UInt8>) -> [NetlinkMessage] {
        var messages: [NetlinkMessage] = []
        var rest = datagram
        while rest.count >= 16 {
            let header = NetlinkMessage(type: 0, flags: 0, sequence: 0, payload: rest)
            let length = Int(header.number32(at: 0))
            guard length >= 16, length <= rest.count else { break }
            messages.append(
                NetlinkMessage(
                    type: header.number16(at: 4), flags: header.number16(at: 6), sequence: header.number32(at: 8),
                    payload: rest.dropFirst(16).prefix(length - 16)))
            rest = rest.dropFirst((length + 3) & ~3)
        }
        return messages
    }
}

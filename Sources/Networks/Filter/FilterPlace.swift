/// A place in a packet, and what brings it into registers of the packet filter.
struct FilterPlace {
    let header: PacketHeader
    /// From the header's beginning, in bytes.
    let offset: UInt32
    /// In bytes.
    let length: UInt32

    /// The address that it comes from (RFC 791, 3.1; RFC 8200, 3).
    static func source(_ family: FilterFamily) -> FilterPlace {
        family == .ip
            ? FilterPlace(header: .network, offset: 12, length: 4)
            : FilterPlace(header: .network, offset: 8, length: 16)
    }

    /// The address that it goes to.
    static func destination(_ family: FilterFamily) -> FilterPlace {
        family == .ip
            ? FilterPlace(header: .network, offset: 16, length: 4)
            : FilterPlace(header: .network, offset: 24, length: 16)
    }

    /// Reads it into registers of four bytes each, from that one on.
    func load(into register: UInt32) -> FilterExpression {
        .payload(header, offset: offset, length: length, into: register)
    }

    /// Transport protocol and destination port, in two registers. All three protocols have the port there.
    static func port(from register: UInt32) -> [FilterExpression] {
        [
            .meta(.protocolNumber, into: register),
            .payload(.transport, offset: 2, length: 2, into: register + 1),
        ]
    }

    /// Destination address, transport protocol, port, from the first register on.
    static func addressAndPort(_ family: FilterFamily) -> [FilterExpression] {
        let address = destination(family)
        return [address.load(into: 0)] + port(from: address.length / 4)
    }
}

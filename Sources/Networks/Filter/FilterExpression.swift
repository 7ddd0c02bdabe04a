import LinuxSystem

/// One step of a rule. Values are kept in registers of four bytes each, counted
/// from zero; a value that is longer takes those that follow, and what is
/// looked up as one lies in a row, each part from a new register on. A step that
/// doesn't match ends the rule.
public enum FilterExpression: Sendable {
    /// Of the packet's way: `meta` of nft(8).
    case meta(Meta, into: UInt32)
    /// Gives the packet that mark, which routing and others' rules see.
    case setMark(from: UInt32)
    /// Bytes of the packet.
    case payload(PacketHeader, offset: UInt32, length: UInt32, into: UInt32)
    /// Changes bytes of the packet, and the checksum at that place of the
    /// transport header (16: TCP, 6: UDP), unless that is `nil`.
    case setPayload(PacketHeader, offset: UInt32, length: UInt32, from: UInt32, checksum: UInt32?)
    /// Of the packet's connection: `ct`.
    case connection(Connection, into: UInt32)
    /// What kind of address the destination is: RTN_LOCAL is 2.
    case destinationType(into: UInt32)
    case equal(UInt32, [UInt8])
    case notEqual(UInt32, [UInt8])
    /// Goes on when one of these bits is set.
    case anyBit(UInt32, of: UInt32)
    /// Goes on when the value is in the set.
    case isIn(String, UInt32)
    case isNotIn(String, UInt32)
    /// Goes on when the map has the value, and puts in its place what it stands for.
    case translated(by: String, UInt32)
    case load([UInt8], into: UInt32)
    /// Its connection's packets go to that address and port.
    case destination(address: UInt32, port: UInt32)
    /// Its connection's packets come from the address of the link that they leave by.
    case masquerade
    /// A copy goes to that address by the link with that index.
    case duplicate(address: UInt32, link: UInt32)
    case accept
    case drop

    /// `enum nft_meta_keys`.
    public enum Meta: UInt32, Sendable {
        case inputName = 6, outputName = 7, protocolNumber = 16
    }

    /// `enum nft_ct_keys`.
    public enum Connection: UInt32, Sendable {
        case state = 0, status = 2
    }
}

extension FilterExpression {
    /// The kernel's name of the step.
    private var name: String {
        switch self {
        case .meta, .setMark: "meta"
        case .payload, .setPayload: "payload"
        case .connection: "ct"
        case .destinationType: "fib"
        case .equal, .notEqual: "cmp"
        case .anyBit: "bitwise"
        case .isIn, .isNotIn, .translated: "lookup"
        case .load, .accept, .drop: "immediate"
        case .destination: "nat"
        case .masquerade: "masq"
        case .duplicate: "dup"
        }
    }

    /// Appends it as an element of a rule's list.
    func write(to batch: inout NetlinkBatch, family: FilterFamily) {
        if case .anyBit(let register, let mask) = self {
            Self.element(of: &batch, "bitwise") { Self.writeMask(to: &$0, register, mask) }
            Self.element(of: &batch, "cmp") { Self.writeComparison(to: &$0, register, isEqual: false, [0, 0, 0, 0]) }
            return
        }
        Self.element(of: &batch, name) { writeMembers(to: &$0, family: family) }
    }

    private static func element(
        of batch: inout NetlinkBatch, _ name: String, _ body: (inout NetlinkBatch) -> Void
    ) {
        batch.nested(1) { batch in
            batch.attribute(1, name)
            batch.nested(2, body)
        }
    }

    private func writeMembers(to batch: inout NetlinkBatch, family: FilterFamily) {
        switch self {
        case .meta(let key, let register):
            batch.register(1, register)
            batch.number(2, key.rawValue)
        case .setMark(let register):
            let mark: UInt32 = 3
            batch.number(2, mark)
            batch.register(3, register)
        case .payload(let base, let offset, let length, let register):
            batch.register(1, register)
            Self.writePlace(to: &batch, base, offset, length)
        case .setPayload(let base, let offset, let length, let register, let checksum):
            batch.register(5, register)
            Self.writePlace(to: &batch, base, offset, length)
            guard let checksum else { break }
            let internet: UInt32 = 1
            batch.number(6, internet)
            batch.number(7, checksum)
        case .connection(let key, let register):
            batch.register(1, register)
            batch.number(2, key.rawValue)
        case .destinationType(let register):
            let (addressType, ofDestination): (UInt32, UInt32) = (3, 2)
            batch.register(1, register)
            batch.number(2, addressType)
            batch.number(3, ofDestination)
        case .equal(let register, let value):
            Self.writeComparison(to: &batch, register, isEqual: true, value)
        case .notEqual(let register, let value):
            Self.writeComparison(to: &batch, register, isEqual: false, value)
        case .isIn(let set, let register): Self.writeLookup(to: &batch, set, register)
        case .isNotIn(let set, let register):
            Self.writeLookup(to: &batch, set, register)
            let inverted: UInt32 = 1
            batch.number(5, inverted)
        case .translated(let map, let register):
            Self.writeLookup(to: &batch, map, register)
            batch.register(3, register)
        case .load(let value, let register):
            batch.register(1, register)
            batch.value(2, value)
        case .destination(let address, let port):
            let destination: UInt32 = 1
            batch.number(1, destination)
            batch.number(2, UInt32(family.rawValue))
            batch.register(3, address)
            batch.register(5, port)
        case .duplicate(let address, let link):
            batch.register(1, address)
            batch.register(2, link)
        case .accept: Self.writeVerdict(to: &batch, 1)
        case .drop: Self.writeVerdict(to: &batch, 0)
        case .masquerade, .anyBit: break
        }
    }

    private static func writePlace(
        to batch: inout NetlinkBatch, _ base: PacketHeader, _ offset: UInt32, _ length: UInt32
    ) {
        batch.number(2, base.rawValue)
        batch.number(3, offset)
        batch.number(4, length)
    }

    private static func writeComparison(
        to batch: inout NetlinkBatch, _ register: UInt32, isEqual: Bool, _ value: [UInt8]
    ) {
        batch.register(1, register)
        batch.number(2, isEqual ? 0 : 1)
        batch.value(3, value)
    }

    private static func writeMask(to batch: inout NetlinkBatch, _ register: UInt32, _ mask: UInt32) {
        let length: UInt32 = 4
        batch.register(1, register)
        batch.register(2, register)
        batch.number(3, length)
        batch.nested(4) { $0.attribute(1, mask) }
        batch.nested(5) { $0.attribute(1, UInt32(0)) }
    }

    private static func writeLookup(to batch: inout NetlinkBatch, _ set: String, _ register: UInt32) {
        batch.attribute(1, set)
        batch.register(2, register)
    }

    private static func writeVerdict(to batch: inout NetlinkBatch, _ code: UInt32) {
        let verdictRegister: UInt32 = 0
        batch.number(1, verdictRegister)
        batch.nested(2) { $0.nested(2) { $0.number(1, code) } }
    }
}

extension NetlinkBatch {
    /// A number in the network's byte order, as all of the filter's are.
    mutating func number(_ type: Int, _ value: UInt32) { attribute(type, value.bigEndian) }

    /// A register's number: those of four bytes are counted from eight on.
    fileprivate mutating func register(_ type: Int, _ register: UInt32) { number(type, 8 + register) }

    fileprivate mutating func value(_ type: Int, _ value: [UInt8]) {
        nested(type) { $0.attribute(1, value) }
    }
}

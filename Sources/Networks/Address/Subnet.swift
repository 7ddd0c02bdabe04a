/// A block of addresses, such as `172.30.0.0/16` (RFC 4632).
public struct Subnet: Hashable, Sendable {
    /// The first address, whose bits beyond the prefix are zero.
    public let address: IPAddress
    /// How many leading bits its addresses have in common.
    public let prefixLength: Int

    /// The block that an address lies in.
    /// - Parameter prefixLength: 0 … 32 or 128.
    public init(containing address: IPAddress, prefixLength: Int) {
        precondition((0...address.family.bitCount).contains(prefixLength))
        let mask = Self.hostMask(address.family, prefixLength)
        self.address = IPAddress(address.value & ~mask, address.family)
        self.prefixLength = prefixLength
    }

    /// `ADDRESS/LENGTH`; `nil` too when the address has bits beyond the prefix.
    public init?(parsing text: some StringProtocol) {
        guard let parsed = InterfaceAddress(parsing: text), parsed.subnet.address == parsed.address else { return nil }
        self = parsed.subnet
    }

    private static func hostMask(_ family: IPAddress.Family, _ prefixLength: Int) -> UInt128 {
        let bits = family.bitCount - prefixLength
        return bits == 128 ? .max : (UInt128(1) << bits) - 1
    }

    public var family: IPAddress.Family { address.family }

    /// The last address: with version 4 the broadcast address.
    public var last: IPAddress { IPAddress(address.value | Self.hostMask(family, prefixLength), family) }

    public func contains(_ other: IPAddress) -> Bool {
        other.family == family && address <= other && other <= last
    }

    /// Whether the two have an address in common.
    public func overlaps(_ other: Subnet) -> Bool {
        contains(other.address) || other.contains(address)
    }
}

extension Subnet: CustomStringConvertible {
    public var description: String { "\(address)/\(prefixLength)" }
}

/// An address with the length of its network's prefix, as an interface has it:
/// `172.30.0.1/16`.
public struct InterfaceAddress: Hashable, Sendable {
    public let address: IPAddress
    public let prefixLength: Int

    /// - Parameter prefixLength: 0 … 32 or 128.
    public init(_ address: IPAddress, prefixLength: Int) {
        precondition((0...address.family.bitCount).contains(prefixLength))
        self.address = address
        self.prefixLength = prefixLength
    }

    /// `ADDRESS/LENGTH`.
    public init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(parsing: parts[0]),
            parts[1].allSatisfy({ ("0"..."9").contains($0) }), let length = Int(parts[1]),
            (0...address.family.bitCount).contains(length)
        else { return nil }
        self.init(address, prefixLength: length)
    }

    public var subnet: Subnet { Subnet(containing: address, prefixLength: prefixLength) }
}

extension InterfaceAddress: CustomStringConvertible {
    public var description: String { "\(address)/\(prefixLength)" }
}

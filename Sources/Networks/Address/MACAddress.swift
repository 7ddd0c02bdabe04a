/// The hardware address of a link (IEEE 802): six bytes.
public struct MACAddress: Hashable, Sendable {
    /// The lower 48 bits count.
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value & 0xffff_ffff_ffff }

    public var bytes: [UInt8] { (0..<6).map { UInt8(truncatingIfNeeded: value >> (8 * (5 - $0))) } }

    /// A locally administered one that follows from the address, so that a
    /// container that keeps its address keeps both. Its last four bytes are
    /// those of the address.
    public init(for address: IPAddress) {
        self.init(0x0242_0000_0000 | UInt64(truncatingIfNeeded: address.value & 0xffff_ffff))
    }

    /// `02:42:ac:1e:00:02`, or with `-`. A group address is none of a link's.
    public init?(parsing text: some StringProtocol) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "-" }
        guard parts.count == 6, parts.allSatisfy({ $0.count == 2 }) else { return nil }
        var value: UInt64 = 0
        for part in parts {
            guard let byte = UInt8(part, radix: 16) else { return nil }
            value = value << 8 | UInt64(byte)
        }
        self.init(value)
        guard bytes[0] & 1 == 0, value != 0 else { return nil }
    }
}

extension MACAddress: CustomStringConvertible {
    public var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }
}

import Glibc

/// An address of the Internet protocol, version 4 (RFC 791) or 6 (RFC 4291).
public enum IPAddress: Hashable, Sendable {
    /// In the processor's own byte order: `127.0.0.1` is 0x7f000001.
    case v4(UInt32)
    case v6(UInt128)

    /// Its version.
    public enum Family: Hashable, Sendable {
        case v4, v6

        /// `AF_INET` or `AF_INET6`.
        public var number: UInt8 { UInt8(self == .v4 ? AF_INET : AF_INET6) }
        /// The length of an address in bits.
        public var bitCount: Int { self == .v4 ? 32 : 128 }
    }

    public var family: Family {
        switch self {
        case .v4: .v4
        case .v6: .v6
        }
    }

    /// As a number, whatever the version.
    public var value: UInt128 {
        switch self {
        case .v4(let value): UInt128(value)
        case .v6(let value): value
        }
    }

    public init(_ value: UInt128, _ family: Family) {
        self = family == .v4 ? .v4(UInt32(truncatingIfNeeded: value)) : .v6(value)
    }

    /// In the network's byte order, 4 or 16 bytes.
    public var bytes: [UInt8] {
        let count = family.bitCount / 8
        return (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }

    /// - Parameter bytes: 4 or 16, in the network's order.
    public init?(bytes: some Collection<UInt8>) {
        let value = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        switch bytes.count {
        case 4: self = .v4(UInt32(value))
        case 16: self = .v6(value)
        default: return nil
        }
    }

    /// As people write it: inet_pton(3), nothing around it.
    public init?(parsing text: some StringProtocol) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let text = String(text)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(bytes: bytes[..<4])
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(bytes: bytes)
        } else {
            return nil
        }
    }

    /// 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        switch self {
        case .v4(let value): value >> 24 == 127
        case .v6(let value): value == 1
        }
    }

    /// 0.0.0.0 or ::, which stands for every address of the host.
    public var isUnspecified: Bool { value == 0 }
}

extension IPAddress: CustomStringConvertible {
    /// As inet_ntop(3) writes it; `::1`.
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(Int32(family.number), bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension IPAddress: Comparable {
    /// Version 4 first, then by number.
    public static func < (first: IPAddress, second: IPAddress) -> Bool {
        first.family == second.family ? first.value < second.value : first.family == .v4
    }
}

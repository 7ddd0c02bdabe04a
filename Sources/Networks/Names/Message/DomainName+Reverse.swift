extension DomainName {
    /// The address whose name is asked for with a question such as
    /// `2.0.30.172.in-addr.arpa` (RFC 1035, section 3.5) or one of 32 digits
    /// beneath `ip6.arpa` (RFC 3596, section 2.5).
    public var reversedAddress: IPAddress? {
        let labels = labels
        guard labels.count >= 2, labels[labels.count - 1].elementsEqual("arpa".utf8) else { return nil }
        let parts = labels.dropLast(2).reversed()
        let zone = labels[labels.count - 2]
        if zone.elementsEqual("in-addr".utf8) {
            let bytes = parts.compactMap(Self.byte)
            return bytes.count == 4 && parts.count == 4 ? IPAddress(bytes: bytes) : nil
        }
        guard zone.elementsEqual("ip6".utf8), parts.count == 32 else { return nil }
        var value: UInt128 = 0
        for part in parts {
            guard part.count == 1, let digit = part.first?.hexadecimalDigit else { return nil }
            value = value << 4 | UInt128(digit)
        }
        return .v6(value)
    }

    /// The name by which an address is asked for.
    public init(reverseOf address: IPAddress) {
        let labels: [String]
        switch address {
        case .v4: labels = address.bytes.reversed().map { String($0) } + ["in-addr"]
        case .v6(let value): labels = (0..<32).map { String(value >> (4 * $0) & 15, radix: 16) } + ["ip6"]
        }
        let wire = (labels + ["arpa"]).flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        self.init(checked: wire + [0])
    }

    /// A number up to 255 in decimal digits, without a zero in front.
    private static func byte(_ label: ArraySlice<UInt8>) -> UInt8? {
        guard (1...3).contains(label.count), label.allSatisfy({ (0x30...0x39).contains($0) }),
            label.count == 1 || label.first != 0x30
        else { return nil }
        return UInt8(String(decoding: label, as: UTF8.self))
    }
}

extension UInt8 {
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}

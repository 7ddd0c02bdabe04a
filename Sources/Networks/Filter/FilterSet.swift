import LinuxSystem

/// A set of the filter, or a map.
public struct FilterSet: Sendable {
    public var name: String
    /// What an element is made of, one after the other.
    public var key: [Field]
    /// What it stands for: of a map only.
    public var data: [Field] = []
    /// Its elements are from one value to another.
    public var hasRanges = false
    /// For whoever lists the rules.
    public var comment: String

    /// A part of an element.
    public enum Field: UInt32, Sendable {
        // The numbers by which nft(8) knows how to show it.
        case ipv4Address = 7, ipv6Address = 8, transport = 12, port = 13, linkName = 41

        /// In bytes.
        var size: Int {
            switch self {
            case .ipv4Address: 4
            case .ipv6Address, .linkName: 16
            case .transport: 1
            case .port: 2
            }
        }

        /// With what fills its last register.
        var paddedSize: Int { (size + 3) & ~3 }
    }

    public init(_ name: String, _ key: [Field], data: [Field] = [], hasRanges: Bool = false, comment: String) {
        self.name = name
        self.key = key
        self.data = data
        self.hasRanges = hasRanges
        self.comment = comment
    }

    private static func type(_ fields: [Field]) -> UInt32 { fields.reduce(0) { $0 << 6 | $1.rawValue } }

    private static func size(_ fields: [Field]) -> UInt32 {
        UInt32(fields.count == 1 ? fields[0].size : fields.reduce(0) { $0 + $1.paddedSize })
    }

    private var flags: UInt32 {
        var flags: UInt32 = 0
        if hasRanges { flags |= 0x4 | (key.count > 1 ? 0x80 : 0) }
        if !data.isEmpty { flags |= 0x8 }
        return flags
    }

    func write(to batch: inout NetlinkBatch, id: UInt32) {
        batch.number(3, flags)
        batch.number(4, Self.type(key))
        batch.number(5, Self.size(key))
        if !data.isEmpty {
            batch.number(6, Self.type(data))
            batch.number(7, Self.size(data))
        }
        if hasRanges && key.count > 1 {
            batch.nested(9) { batch in
                batch.nested(2) { batch in
                    for field in key { batch.nested(1) { $0.number(1, UInt32(field.size)) } }
                }
            }
        }
        batch.number(10, id)
        // nft(8) would show a name backwards if it weren't told that names are in the order of the host.
        let order: [UInt8] = key == [.linkName] ? [0, 4, 1, 0, 0, 0] : []
        batch.comment(13, 7, comment, after: order)
    }
}

/// An element of a set, as bytes.
public struct FilterElement: Hashable, Sendable {
    var key: [UInt8] = []
    /// The last value of a range; `nil`: it is one value.
    var end: [UInt8]?
    var data: [UInt8] = []

    public init() {}

    /// Fills a part's last register.
    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: -bytes.count & 3)
    }

    /// A link's name, which takes 16 bytes.
    static func bytes(ofLink name: String) -> [UInt8] {
        let bytes = Array(name.utf8.prefix(15))
        return bytes + [UInt8](repeating: 0, count: 16 - bytes.count)
    }

    static func bytes(ofPort port: UInt16) -> [UInt8] { [UInt8(port >> 8), UInt8(truncatingIfNeeded: port)] }
}

extension NetlinkBatch {
    /// A comment in the form that nft(8) keeps it in beside an object (libnftnl's udata).
    /// - Parameter others: what else is kept there.
    mutating func comment(_ type: Int, _ kind: UInt8, _ text: String, after others: [UInt8] = []) {
        let text = Array(text.utf8.prefix(126)) + [0]
        attribute(type, others + [kind, UInt8(text.count)] + text)
    }
}

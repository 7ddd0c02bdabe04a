/// Messages for one send to the kernel (netlink(7)), each with what it is to
/// do, so that a refusal is told of the right one.
public struct NetlinkBatch: Sendable {
    /// The messages' bytes, one after the other.
    public private(set) var bytes: [UInt8] = []
    /// What each message does, on what.
    private(set) var purposes: [Purpose] = []

    struct Purpose: Sendable {
        let operation: String
        let subject: String
    }

    public init() {
        bytes.reserveCapacity(1024)
    }

    /// There is nothing to do.
    public var isEmpty: Bool { purposes.isEmpty }
    /// How many messages there are.
    public var count: Int { purposes.count }

    /// Appends a message: its header, and what `body` appends.
    /// - Parameters:
    ///   - operation: a verb for an error's sentence, such as `add the address`.
    ///   - subject: what it is done to.
    public mutating func message(
        _ type: UInt16, _ flags: NetlinkFlags, _ operation: String, _ subject: String,
        _ body: (inout NetlinkBatch) -> Void
    ) {
        let start = bytes.count
        append(UInt32(0))
        append(type)
        append(flags.union(.request).rawValue)
        // Counted from one: zero would be what the kernel tells unasked.
        append(UInt32(purposes.count + 1))
        append(UInt32(0))
        purposes.append(Purpose(operation: operation, subject: subject))
        body(&self)
        set(UInt32(bytes.count - start), at: start)
        align()
    }

    /// A number in the processor's own byte order.
    public mutating func append(_ value: UInt8) { bytes.append(value) }
    public mutating func append(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value.littleEndian))
        bytes.append(UInt8(truncatingIfNeeded: value.littleEndian >> 8))
    }
    public mutating func append(_ value: UInt32) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }
    public mutating func append(_ value: Int32) { append(UInt32(bitPattern: value)) }
    public mutating func append(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    /// Zeroes up to the next multiple of four (NLMSG_ALIGN, NLA_ALIGN).
    public mutating func align() {
        while bytes.count & 3 != 0 { bytes.append(0) }
    }

    private mutating func set(_ value: UInt32, at place: Int) {
        withUnsafeBytes(of: value) { bytes.replaceSubrange(place..<place + 4, with: $0) }
    }

    private mutating func set(_ value: UInt16, at place: Int) {
        withUnsafeBytes(of: value) { bytes.replaceSubrange(place..<place + 2, with: $0) }
    }

    /// Asks for an answer to the last message, which comes after all others have been read.
    public mutating func acknowledgeLast() {
        var start = 0
        var last = 0
        while start < bytes.count {
            last = start
            let length = bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
            start += (length + 3) & ~3
        }
        bytes[last + 6] |= UInt8(NetlinkFlags.acknowledge.rawValue)
    }
}

/// Attributes: a length, a type and a value, which may hold attributes itself.
extension NetlinkBatch {
    /// What `body` appends is the attribute's value.
    public mutating func attribute(_ type: Int, _ body: (inout NetlinkBatch) -> Void) {
        let start = bytes.count
        append(UInt16(0))
        append(UInt16(type))
        body(&self)
        set(UInt16(truncatingIfNeeded: bytes.count - start), at: start)
        align()
    }

    /// An attribute made of attributes (NLA_F_NESTED).
    public mutating func nested(_ type: Int, _ body: (inout NetlinkBatch) -> Void) {
        attribute(type | 0x8000, body)
    }

    public mutating func attribute(_ type: Int, _ value: UInt8) { attribute(type) { $0.append(value) } }
    public mutating func attribute(_ type: Int, _ value: UInt16) { attribute(type) { $0.append(value) } }
    public mutating func attribute(_ type: Int, _ value: UInt32) { attribute(type) { $0.append(value) } }
    public mutating func attribute(_ type: Int, _ value: [UInt8]) { attribute(type) { $0.append(value) } }

    /// A text with the zero at its end.
    public mutating func attribute(_ type: Int, _ text: String) {
        attribute(type) {
            $0.bytes.append(contentsOf: text.utf8)
            $0.bytes.append(0)
        }
    }
}

/// The flags of a message's header.
public struct NetlinkFlags: OptionSet, Sendable {
    /// The bits as `nlmsg_flags` has them.
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    static let request = NetlinkFlags(rawValue: 0x1)
    static let acknowledge = NetlinkFlags(rawValue: 0x4)
    /// Who asks hears what all others are told of it.
    public static let echo = NetlinkFlags(rawValue: 0x8)
    /// All there is of the kind is asked for.
    public static let dump = NetlinkFlags(rawValue: 0x300)
    /// What is there already is replaced.
    public static let replace = NetlinkFlags(rawValue: 0x100)
    /// What is there already is an error (EEXIST).
    public static let exclusive = NetlinkFlags(rawValue: 0x200)
    /// What isn't there yet is made.
    public static let create = NetlinkFlags(rawValue: 0x400)
    /// It goes behind all others of its kind.
    public static let append = NetlinkFlags(rawValue: 0x800)
}

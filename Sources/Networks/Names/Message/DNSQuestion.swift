/// What is asked (RFC 1035, section 4.1.2).
public struct DNSQuestion: Hashable, Sendable {
    public var name: DomainName
    public var type: DNSType
    /// 1: the Internet; 255: any.
    public var recordClass: UInt16

    public init(_ name: DomainName, _ type: DNSType, recordClass: UInt16 = 1) {
        self.name = name
        self.type = type
        self.recordClass = recordClass
    }

    init(_ reader: inout DNSReader) throws(MalformedMessage) {
        name = try reader.name()
        type = DNSType(rawValue: try reader.number16())
        recordClass = try reader.number16()
    }

    /// With the name as it was written, in its case.
    var bytes: [UInt8] { name.wire + type.rawValue.networkBytes + recordClass.networkBytes }

    var isOfInternet: Bool { recordClass == 1 || recordClass == 255 }
}

/// The kind of a record, or of those asked for.
public struct DNSType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let a = DNSType(rawValue: 1)
    public static let ptr = DNSType(rawValue: 12)
    public static let aaaa = DNSType(rawValue: 28)
    /// RFC 6891.
    static let opt = DNSType(rawValue: 41)
    public static let any = DNSType(rawValue: 255)
}

import JSON

/// An address that JSON has as its text.
public protocol TextualAddress: JSONReadable, JSONWritable, CustomStringConvertible {
    /// What a text that can't be read is, for the error: `no subnet`.
    static var refusal: String { get }

    /// `nil` for a text that is none.
    init?(parsing text: some StringProtocol)
}

extension TextualAddress {
    public init(json value: JSONValue) throws(JSONError) {
        let text = try String(json: value)
        guard let address = Self(parsing: text) else { throw JSONError(reason: "\"\(text)\" is \(Self.refusal)") }
        self = address
    }

    public func write(to writer: inout JSONWriter) { description.write(to: &writer) }
}

extension IPAddress: TextualAddress {
    public static var refusal: String { "no address" }
}

extension Subnet: TextualAddress {
    public static var refusal: String { "no subnet" }
}

extension InterfaceAddress: TextualAddress {
    public static var refusal: String { "no address with a prefix" }
}

extension MACAddress: TextualAddress {
    public static var refusal: String { "no hardware address" }
}

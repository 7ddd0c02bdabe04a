/// Grows the text of a value, without spaces between its tokens; `JSONLayout` lays it out for people.
///
///     writer.object { writer in
///         writer.member("path", path)
///         writer.member("readonly", readOnly)  // left out when it is nil
///     }
public struct JSONWriter: Sendable {
    /// The text so far.
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// An object with the members that `body` writes.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        body(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    /// A member of the object that is being written; none when the value is absent.
    @inlinable
    public mutating func member(_ key: String, _ value: (some JSONWritable)?) {
        guard let value else { return }
        name(key)
        value.write(to: &self)
    }

    /// An array of the values.
    @inlinable
    public mutating func array(_ values: some Sequence<some JSONWritable>) {
        open("[")
        for value in values {
            separate()
            value.write(to: &self)
        }
        close("]")
    }

    /// A string.
    public mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        JSONText.append(text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A number, `true`, `false` or `null`, as it is.
    public mutating func literal(_ text: String) { bytes.append(contentsOf: text.utf8) }

    @usableFromInline
    mutating func name(_ key: String) {
        separate()
        string(key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// The comma that parts a member or an element from the one before it.
    @usableFromInline
    mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    @usableFromInline
    mutating func open(_ bracket: Unicode.Scalar) { bytes.append(UInt8(ascii: bracket)) }

    @usableFromInline
    mutating func close(_ bracket: Unicode.Scalar) { bytes.append(UInt8(ascii: bracket)) }
}

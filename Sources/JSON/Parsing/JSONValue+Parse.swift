extension JSONValue {
    /// Reads one document, strictly as RFC 8259 has it: UTF-8 without a byte order mark, at most
    /// 128 arrays and objects deep.
    /// - Parameter allowsNullCharacter: whether `\u0000` may stand in strings. Texts that become C
    ///   strings would be cut off there.
    /// - Throws: what was expected, with line and column.
    public init(parsing bytes: [UInt8], allowsNullCharacter: Bool = true) throws(JSONError) {
        var parser = JSONParser(bytes: bytes, allowsNullCharacter: allowsNullCharacter)
        self = try parser.readDocument()
    }
}

import JSON
import Testing

@Suite("Strings")
struct StringTests {
    private func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try JSONValue(parsing: [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")])
    }

    @Test(
        "escapes stand for their characters",
        arguments: [
            (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"), (#"a\u0041\u00e9\u20AC"#, "aAé€"),
            (#"\ud83d\ude00"#, "😀"), (#"\uD800\uDC00\uDBFF\uDFFF"#, "\u{10000}\u{10ffff}"),
            (#"\uffff\ufeff"#, "\u{ffff}\u{feff}"), (#"\u0000"#, "\0"), ("é€😀\u{7f}", "é€😀\u{7f}"), (#"é\n€"#, "é\n€"),
        ])
    func escapes(text: String, expected: String) throws {
        #expect(try parse(Array(text.utf8)) == .string(expected))
    }

    @Test(
        "escapes that stand for nothing are refused",
        arguments: [
            (#"\x41"#, "column 2: unknown escape after a backslash"), (#"a\'"#, "column 3: unknown escape"),
            (#"\u12g4"#, "column 2: expected four hexadecimal digits after \\u"), (#"\u12"#, "column 2: expected four"),
            (#"\ud800"#, "column 2: half of a surrogate pair"), (#"\ud800x"#, "column 2: half of a surrogate pair"),
            (#"\udc00"#, "column 2: half of a surrogate pair"),
            (#"\ud800\ud800"#, "column 2: half of a surrogate pair"),
            (#"\ud800\n"#, "column 2: half of a surrogate pair"), (#"\"#, "column 1: the string has no end"),
            ("a\nb", "column 3: a control character"), ("\\n\u{1}", "column 4: a control character"),
        ])
    func badEscapes(text: String, words: String) {
        let error = #expect(throws: JSONError.self) { try parse(Array(text.utf8)) }
        #expect(error.map { "\($0)".hasPrefix("line 1, " + words) } == true, "\(String(describing: error))")
    }

    @Test(
        "what is not UTF-8 is refused at its string",
        arguments: [
            [0xff], [0xc3], [0xc3, 0x28], [0xc0, 0x80], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
            [0x5c, 0x6e, 0x80],
        ] as [[UInt8]])
    func invalidBytes(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try parse(bytes) }
        #expect(error.map { "\($0)" } == "line 1, column 1: the string is not valid UTF-8")
    }

    @Test("a null character is refused where texts become C strings")
    func nullCharacter() throws {
        let bytes = Array(#"["a","b\u0000c"]"#.utf8)
        #expect(try JSONValue(parsing: bytes) == .array([.string("a"), .string("b\0c")]))
        let error = #expect(throws: JSONError.self) { try [String](jsonText: bytes) }
        #expect(error.map { "\($0)" } == "line 1, column 8: a null character must not stand in a string here")
    }

    @Test("every character is written so that it is read again")
    func everyScalar() throws {
        for start in stride(from: UInt32(0), to: 0x110000, by: 0x400) {
            var text = ""
            text.unicodeScalars.append(contentsOf: (start..<start + 0x400).compactMap(Unicode.Scalar.init))
            #expect(try JSONValue(parsing: text.json) == .string(text))
        }
    }

    @Test("bytes that are no text are written with U+FFFD")
    func replacement() {
        var text = [UInt8]()
        JSONText.append([0x41, 0xff, 0x0a, 0x7f][...], to: &text)
        #expect(String(decoding: text, as: UTF8.self) == "A\u{fffd}\\n\\u007f")
    }

    @Test("a text in a message is escaped, and cut when it is long")
    func quoted() {
        #expect(JSONText.quoted("a\"\u{1b}[31m") == #""a\"\u001b[31m""#)
        #expect(JSONText.quoted(String(repeating: "é", count: 64)) == "\"\(String(repeating: "é", count: 64))\"")
        #expect(JSONText.quoted(String(repeating: "x", count: 65)) == "\"\(String(repeating: "x", count: 64))…\"")
    }
}

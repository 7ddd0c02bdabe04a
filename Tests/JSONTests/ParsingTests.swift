import JSON
import Testing

@Suite("Parsing")
struct ParsingTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test(
        "texts of RFC 8259 are values",
        arguments: [
            ("null", .null), ("true", .boolean(true)), (" \n\r\tfalse ", .boolean(false)), ("\"\"", .string("")),
            ("[]", .array([])), ("[ ]", .array([])), ("{}", .object(JSONObject())), ("{ }", .object(JSONObject())),
            ("[1,2]", .array([.number(JSONNumber(1)), .number(JSONNumber(2))])),
            ("[[],[[]]]", .array([.array([]), .array([.array([])])])),
            ("[null , true]", .array([.null, .boolean(true)])),
            (
                #"{"a":{},"":[{}]}"#,
                .object(
                    JSONObject(members: [
                        JSONObject.Member(key: "a", value: .object(JSONObject())),
                        JSONObject.Member(key: "", value: .array([.object(JSONObject())])),
                    ]))
            ),
        ] as [(String, JSONValue)])
    func values(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        "other texts are refused with line, column and what was expected",
        arguments: [
            ("", "line 1, column 1: expected a value, found the end of the text"),
            (" \n ", "line 2, column 2: expected a value, found the end of the text"),
            ("nul", "line 1, column 1: expected a value, found n"),
            ("True", "line 1, column 1: expected a value, found T"),
            ("[1,]", "line 1, column 4: expected a value, found ]"),
            ("[,1]", "line 1, column 2: expected a value, found ,"),
            ("[1", "line 1, column 3: expected a comma or ], found the end of the text"),
            ("[1}", "line 1, column 3: expected a comma or ], found }"),
            ("{\"a\":1\n  \"b\":2}", "line 2, column 3: expected a comma or }, found \""),
            ("{\"é\":1 x}", "line 1, column 8: expected a comma or }, found x"),
            (#"{"a" 1}"#, "line 1, column 6: expected a colon, found 1"),
            (#"{"a":}"#, "line 1, column 6: expected a value, found }"),
            (#"{"a":1,}"#, "line 1, column 8: expected a name, found }"),
            (#"{"a":1,,"b":2}"#, "line 1, column 8: expected a name, found ,"),
            ("{a:1}", "line 1, column 2: expected a name or }, found a"),
            ("{'a':1}", "line 1, column 2: expected a name or }, found '"),
            ("[1] x", "line 1, column 5: expected the end of the text, found x"),
            ("[1]]", "line 1, column 4: expected the end of the text, found ]"),
            ("1 // one", "line 1, column 3: expected the end of the text, found /"),
            ("[\u{c}]", "line 1, column 2: expected a value, found the byte 0x0c"),
            ("[\u{a0}1]", "line 1, column 2: expected a value, found the byte 0xc2"),
            ("\0", "line 1, column 1: expected a value, found the byte 0x00"),
            ("1\0", "line 1, column 2: expected the end of the text, found the byte 0x00"),
            ("\u{feff}{}", "line 1, column 1: JSON must not begin with a byte order mark"),
        ])
    func mistakes(text: String, sentence: String) {
        let error = #expect(throws: JSONError.self) { try parse(text) }
        #expect(error.map { "\($0)" } == sentence)
    }

    @Test("128 arrays and objects may be inside each other, and no more")
    func depth() throws {
        let value = try parse(String(repeating: "[", count: 128) + String(repeating: "]", count: 128))
        guard case .array = value else {
            Issue.record("no array")
            return
        }
        for opening in ["[", #"{"a":"#] {
            for count in [129, 1_000_000] {
                let error = #expect(throws: JSONError.self) { try parse(String(repeating: opening, count: count)) }
                #expect(error?.reason == "more than 128 arrays and objects inside each other")
            }
        }
    }

    @Test("a name that stands twice has its last value")
    func duplicates() throws {
        let text = #"{"a":1,"b":2,"a":3}"#
        #expect(try JSONObject(json: parse(text))["a"] == .number(JSONNumber(3)))
        #expect(try [String: Int](json: parse(text)) == ["a": 3, "b": 2])
        #expect(try JSONObject(json: parse(text))["c"] == nil)
    }

    @Test("a text that is cut off anywhere, or that has any byte turned, is refused or read")
    func damage() throws {
        let text = Array(#"{"a":[1,-2.5e3,"é\u00e9\ud83d\ude00\n",true,null],"b":{"c":{}}}"#.utf8)
        _ = try JSONValue(parsing: text)
        for length in text.indices {
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text[..<length])) }
        }
        for index in text.indices {
            for byte in UInt8.min...UInt8.max {
                var damaged = text
                damaged[index] = byte
                // What is read is written as a text that says the same.
                guard let value = try? JSONValue(parsing: damaged) else { continue }
                #expect(try JSONValue(parsing: value.json) == value)
            }
        }
    }

    @Test("objects and arrays of a hundred thousand members take linear time", .timeLimit(.minutes(1)))
    func huge() throws {
        let count = 100_000
        let object = "{" + (0..<count).map { "\"key\($0)\":\($0)" }.joined(separator: ",") + "}"
        let read = try [String: Int](jsonText: Array(object.utf8))
        #expect(read.count == count && read["key99999"] == 99_999)
        let array = "[" + (0..<count).map(String.init).joined(separator: ",") + "]"
        #expect(try [Int](jsonText: Array(array.utf8)) == Array(0..<count))
        let string = "\"" + String(repeating: "\\n", count: 1 << 20) + "\""
        #expect(try String(jsonText: Array(string.utf8)).utf8.count == 1 << 20)
    }
}

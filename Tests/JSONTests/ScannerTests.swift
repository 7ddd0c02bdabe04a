import JSON
import Testing

@Suite("Taking single fields")
struct ScannerTests {
    private struct Fields: Equatable {
        var name = ""
        var count: Int64 = 0
        var isOn = false
        var words: [String] = []
        var inner = ""
    }

    private func read(_ text: String) throws -> Fields {
        var fields = Fields()
        var scanner = JSONScanner(Array(text.utf8))
        try scanner.members { key, scanner throws(JSONError) in
            switch key {
            case "name": fields.name = try scanner.string()
            case "count": fields.count = try scanner.takeNull() ? -1 : scanner.integer()
            case "on": fields.isOn = try scanner.boolean()
            case "words":
                try scanner.elements { scanner throws(JSONError) in fields.words.append(try scanner.string()) }
            case "inner":
                try scanner.members { key, scanner throws(JSONError) in
                    if key == "name" { fields.inner = try scanner.string() } else { try scanner.skip() }
                }
            default: try scanner.skip()
            }
        }
        return fields
    }

    @Test("what is asked for is found between all that isn't")
    func finds() throws {
        let text = #"""
            { "a" : [1, {"name": "no"}, "]}\"", null] , "name":"ü\n\"x\"", "b": -1.5e+3,"count": 42 ,
              "words":["x" , "y\u0041"], "on":true, "c":{}, "inner":{"z":[[]],"name":"deep"}, "d":"last" }
            """#
        let expected = Fields(name: "ü\n\"x\"", count: 42, isOn: true, words: ["x", "yA"], inner: "deep")
        #expect(try read(text) == expected)
    }

    @Test("empty and absent things have nothing in them")
    func empty() throws {
        #expect(try read("{}") == Fields())
        #expect(try read(#"{"words":[ ],"inner":{},"on":false,"count":null}"#) == Fields(count: -1))
        #expect(try read(#"{"words":null,"inner":null}"#) == Fields())
        #expect(try read("null") == Fields())
    }

    @Test(
        "a text that is cut off or of another kind is refused, and ends",
        arguments: [
            "", "{", "[]", "{\"name\"", "{\"name\":", "{\"name\":1}", "{\"count\":1.5}", "{\"on\":1}", "{\"x\":[1,2}",
            "{\"x\":\"abc", "{\"x\":\"abc\\", "{\"x\":}", "{\"x\":#}", "{\"x\":1", "{\"x\":[", "{\"words\":[\"a\"",
            "{\"words\":[\"a\" \"b\"]}", "{name:1}", "{\"count\":99999999999999999999}", "{\"a\":1,}", "{\"a\":1 2}",
        ])
    func refuses(text: String) {
        #expect(throws: JSONError.self) { try read(text) }
    }
}

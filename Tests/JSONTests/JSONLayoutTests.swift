import JSON
import Testing

@Suite("The layout of JSON")
struct JSONLayoutTests {
    @Test(
        "values stand where Docker's users look for them",
        arguments: [
            ("1", "1"),
            ("[]", "[]"),
            ("{}", "{}"),
            (#"{"a":1,"b":[]}"#, "{\n    \"a\": 1,\n    \"b\": []\n}"),
            (
                #"[{"a":{}},["x","y"]]"#,
                "[\n    {\n        \"a\": {}\n    },\n    [\n        \"x\",\n        \"y\"\n    ]\n]"
            ),
        ])
    func laysOut(compact: String, expected: String) {
        #expect(String(decoding: JSONLayout(compact.utf8).text, as: UTF8.self) == expected + "\n")
    }

    @Test("what stands in strings is left alone", arguments: [#"{[:,]}"#, #"\"{"#, #"\\"#, "a: b, [ ]"])
    func keepsStrings(content: String) {
        let text = "\"\(content)\""
        #expect(String(decoding: JSONLayout("[\(text)]".utf8).text, as: UTF8.self) == "[\n    \(text)\n]\n")
    }

    @Test("a level may be indented by a tab")
    func tabs() {
        let text = JSONLayout(#"{"a":[1]}"#.utf8, indentation: "\t").text
        #expect(String(decoding: text, as: UTF8.self) == "{\n\t\"a\": [\n\t\t1\n\t]\n}\n")
    }
}

import JSON
import Testing

/// A structure with a field of each sort.
private struct Sample: JSONReadable, JSONWritable, Equatable {
    enum Color: String, CaseIterable, JSONReadable, JSONWritable {
        case red, green, blue
    }

    var name: String
    var size: UInt16?
    var colors: [Color]?
    var parts: [Sample]?
    var labels: [String: Int]?

    init(
        name: String, size: UInt16? = nil, colors: [Color]? = nil, parts: [Sample]? = nil, labels: [String: Int]? = nil
    ) {
        self.name = name
        self.size = size
        self.colors = colors
        self.parts = parts
        self.labels = labels
    }

    init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        name = try object.required("name")
        size = try object.optional("size")
        colors = try object.optional("colors")
        parts = try object.optional("parts")
        labels = try object.optional("labels")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("size", size)
            writer.member("colors", colors)
            writer.member("parts", parts)
            writer.member("labels", labels)
        }
    }
}

@Suite("Reading and writing types")
struct ReadingTests {
    @Test("a structure is written in one line, absent fields left out and dictionaries in order, and read again")
    func roundTrip() throws {
        let sample = Sample(
            name: "a\"b", size: 7, colors: [.red, .blue], parts: [Sample(name: "c", colors: [])],
            labels: ["z": 1, "a": -1, "é": 0, "B": 2])
        #expect(
            String(decoding: sample.json, as: UTF8.self)
                == #"{"name":"a\"b","size":7,"colors":["red","blue"],"parts":[{"name":"c","colors":[]}],"#
                + #""labels":{"B":2,"a":-1,"z":1,"é":0}}"#)
        #expect(try Sample(jsonText: sample.json) == sample)
    }

    @Test("null is absent, and unknown fields are passed over")
    func leniency() throws {
        #expect(try Sample(jsonText: Array(#"{"x":[{}],"size":null,"name":"a"}"#.utf8)) == Sample(name: "a"))
    }

    @Test(
        "an error names the field's path",
        arguments: [
            ("[]", "expected an object, found an array"),
            ("{}", "name: is required"),
            (#"{"name":null}"#, "name: is required"),
            (#"{"name":1}"#, "name: expected a string, found a number"),
            (#"{"name":"","size":-1}"#, "size: -1 is out of range: it has to be between 0 and 65535"),
            (#"{"name":"","colors":{}}"#, "colors: expected an array, found an object"),
            (
                #"{"name":"","colors":["red","\u001b"]}"#,
                #"colors[1]: unknown value "\u001b": it has to be red, green or blue"#
            ),
            (#"{"name":"","parts":[{"name":""},{}]}"#, "parts[1].name: is required"),
            (#"{"name":"","parts":[[]]}"#, "parts[0]: expected an object, found an array"),
            (#"{"name":"","labels":{"a-b_1":null}}"#, "labels.a-b_1: expected a number, found null"),
            (#"{"name":"","labels":{"a.b":true}}"#, #"labels["a.b"]: expected a number, found true"#),
            (#"{"name":"","labels":{"":false}}"#, #"labels[""]: expected a number, found false"#),
            (#"{"name":"","labels":[]}"#, "labels: expected an object, found an array"),
        ])
    func paths(text: String, sentence: String) {
        let error = #expect(throws: JSONError.self) { try Sample(jsonText: Array(text.utf8)) }
        #expect(error.map { "\($0)" } == sentence)
    }

    @Test(
        "any value is written as it was read",
        arguments: ["null", "true", "[]", "{}", #"[{"b":[1,{}],"a":"\\","b":null}]"#])
    func anyValue(text: String) throws {
        #expect(String(decoding: try JSONValue(parsing: Array(text.utf8)).json, as: UTF8.self) == text)
    }
}

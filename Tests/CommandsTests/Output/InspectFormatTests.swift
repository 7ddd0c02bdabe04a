@testable import Commands
import JSON
import Template
import Testing

@Suite("The formats of inspect")
struct InspectFormatTests {
    private func objects() throws -> [JSONValue] {
        try [
            JSONValue(
                parsing: Array(
                    #"{"Id":"1","Config":{"Env":["A=\u001b[2J"],"Labels":{"k":"v"}},"State":{"Pid":5}}"#.utf8)),
            JSONValue(parsing: Array(#"{"Id":"2","Config":{"Labels":null},"State":{"Pid":0}}"#.utf8)),
        ]
    }

    @Test("JSON is laid out for people, or in one line, and steers no terminal")
    func json() throws {
        #expect(try InspectFormat.pretty.text([], isForTerminal: true) == "[]\n")
        #expect(
            try InspectFormat.pretty.text(objects(), isForTerminal: false).hasPrefix("[\n    {\n        \"Id\": \"1\",")
        )
        let line = try InspectFormat.json.text(objects(), isForTerminal: false)
        #expect(line.hasPrefix(#"[{"Id":"1","Config":{"Env":["A=\u001b[2J"]"#) && line.hasSuffix("}]\n"))
    }

    @Test("a template gives a line an object; labels may be absent, other fields may not")
    func templates() throws {
        func text(_ template: String, isForTerminal: Bool = false) throws -> String {
            try InspectFormat(option: template).text(objects(), isForTerminal: isForTerminal)
        }
        #expect(try text("{{.Id}} {{.State.Pid}}") == "1 5\n2 0\n")
        #expect(try text("{{.Config.Labels.k}}|{{index .Config.Labels \"no\"}}") == "v|\n<no value>|\n")
        #expect(try text("{{.Config.Env}}") == "[A=\u{1B}[2J]\n<no value>\n")
        #expect(try text("{{.Config.Env}}", isForTerminal: true) == "[A=\\x1b[2J]\n<no value>\n")
        #expect(try text("{{range .Config.Env}}{{println .}}{{end}}", isForTerminal: true) == "A=\\x1b[2J\n\n\n")
        let error = #expect(throws: TemplateError.self) { try text("{{.State.Health}}") }
        #expect(
            error?.description
                == "template parsing error: template: :1:8: executing \"\" at <.State.Health>: "
                + "map has no entry for key \"Health\"")
    }

    @Test("a template can be checked before anything is looked for")
    func check() {
        #expect(throws: Never.self) { try InspectFormat(option: "{{.Nope}}").check() }
        #expect(throws: TemplateError.self) { try InspectFormat(option: "{{.Nope").check() }
    }
}

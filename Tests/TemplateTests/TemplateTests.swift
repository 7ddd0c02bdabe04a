import JSON
import Template
import Testing

/// Where Docker's client lets a test put values of its own, so that it gives the same places in errors.
enum Frame {
    static let start = "{{with .Metadata.Metadata.AdditionalFields}}"
    static let end = "{{end}}"

    static func around(_ template: String) -> String { start + template + end }
}

/// A template's text, or the message of its error.
func answer(_ template: String, _ json: String, _ context: RenderingContext = RenderingContext()) throws -> String {
    let value = try JSONValue(parsing: Array(json.utf8))
    do {
        return try Template(parsing: template).render(value, context)
    } catch {
        return error.description
    }
}

@Suite("Templates")
struct TemplateTests {
    @Test("a template gives what Docker's client gives", arguments: TemplateCases.all + TemplateCases.newer)
    func likeDocker(_ example: TemplateCases.Case) throws {
        let json = #"{"Metadata":{"Metadata":{"AdditionalFields":\#(TemplateCases.value)}}}"#
        let context = RenderingContext(mapFields: ["AdditionalFields"])
        // Docker can't tell the type of what is in a field of its context.
        let text = try answer(Frame.around(example.template), json, context)
        #expect(text.replacing("in type []interface {}", with: "in type interface {}") == example.answer)
    }

    @Test("a field that is not there is a mistake, a key of a map is not")
    func absent() throws {
        let json = #"{"Name":"web","Labels":{"a":"x"},"Ports":{}}"#
        let context = RenderingContext(mapFields: ["Labels"])
        let start = "template parsing error: template: :1:2: executing \"\" at"
        #expect(try answer("{{.Nope}}", json, context) == "\(start) <.Nope>: map has no entry for key \"Nope\"")
        #expect(try answer("{{.Labels.b}}|{{index .Labels \"b\"}}", json, context) == "<no value>|")
        #expect(try answer("{{.Labels.a}}", json, context) == "x")
        #expect(
            try answer("{{.Ports.b}}", json, context).hasSuffix(
                "executing \"\" at <.Ports.b>: map has no entry for key \"b\""))
    }

    @Test("the place of a mistake is its line and the bytes before it")
    func places() throws {
        #expect(
            try answer("é\n  {{.Nope}}", "{}")
                == "template parsing error: template: :2:4: executing \"\" at <.Nope>: map has no entry for key \"Nope\""
        )
        #expect(try answer("\n\n{{foo}}", "{}") == "template parsing error: template: :3: function \"foo\" not defined")
    }

    @Test("integers of any size keep their digits")
    func integers() throws {
        let json = #"{"Size":18446744073709551615,"Small":-5}"#
        #expect(try answer("{{.Size}} {{json .Size}}", json) == "18446744073709551615 18446744073709551615")
        #expect(
            try answer("{{printf \"%d %x %06d\" .Size .Size .Small}}", json)
                == "18446744073709551615 ffffffffffffffff -00005")
        #expect(try answer("{{gt .Size 5}} {{lt .Small 0}} {{eq .Small -5}}", json) == "true true true")
    }

    @Test("a list of no strings can be joined, and so can no list")
    func joining() throws {
        #expect(try answer("{{join .L \",\"}}|{{join .N \",\"}}", #"{"L":[1,"a",true],"N":null}"#) == "1,a,true|")
    }

    @Test("functions leave the titles of columns alone")
    func titles() throws {
        let context = RenderingContext(showsTitles: true)
        #expect(
            try answer("{{lower .ID}} {{truncate .ID 2}} {{json .}}{{.Other}}", #"{"ID":"IMAGE ID"}"#, context)
                == "IMAGE ID IMAGE ID <no value>")
    }

    @Test("named parts are refused", arguments: ["define", "block", "template"])
    func namedParts(keyword: String) throws {
        #expect(try answer("{{\(keyword) \"x\"}}", "{}").contains("{{\(keyword)}} is not supported"))
    }

    @Test("actions and parentheses inside each other have an end", arguments: [("{{if .}}", "{{end}}"), ("{{(", "}}")])
    func depth(_ parts: (String, String)) throws {
        let deep = String(repeating: parts.0, count: 100_000)
        #expect(try answer(deep, "{}").hasPrefix("template parsing error: template: :1: "))
        let parentheses = "{{" + String(repeating: "(", count: 200) + "1" + String(repeating: ")", count: 200) + "}}"
        #expect(try answer(parentheses, "{}").contains("more than 100"))
        let fine = "{{" + String(repeating: "(", count: 90) + "1" + String(repeating: ")", count: 90) + "}}"
        #expect(try answer(fine, "{}") == "1")
    }

    @Test("a field can't be wider than a million columns")
    func width() throws {
        #expect(try answer("{{printf \"%999999999d\" 1}}", "{}").utf8.count == 1_000_000)
        #expect(try answer("{{pad \"x\" 999999999 0}}", "{}").utf8.count == 1_000_001)
    }

    @Test("what begins like a template and is none is refused, never trapped over")
    func broken() throws {
        let whole =
            #"{{range $i, $e := .L}}{{- printf "%5.2f|%q" $e 'a' | len -}} {{if and (eq $i 0x1F) 1.5e3}}`{{end}}{{end}}"#
        for length in 0..<whole.utf8.count {
            let text = String(decoding: Array(whole.utf8.prefix(length)), as: UTF8.self)
            _ = try answer(text, #"{"L":[1.5,"a"]}"#)
            _ = try answer(String(text.reversed()), #"{"L":[1.5,"a"]}"#)
        }
    }
}

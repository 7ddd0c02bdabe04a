import Commands
import Template
import Testing

@Suite("Lists")
struct ListingTests {
    private let listing = Listing(
        ["ID": "IMAGE ID", "Tag": "TAG", "Labels": "LABELS"], columns: ["ID", "Tag"])
    private let rows = [
        ListRow(["Tag": "latest", "ID": "0123456789ab", "Labels": "a=b"]),
        ListRow(["Tag": "x\u{1B}[2J\ny\tz", "ID": "1", "Labels": ""]),
    ]

    private func text(_ format: OutputFormat, isForTerminal: Bool = false) throws -> String {
        try listing.text(rows, as: format, isForTerminal: isForTerminal)
    }

    @Test("a table has the columns that it's said to have, and no cell begins another")
    func table() throws {
        #expect(
            try text(.table) == "IMAGE ID       TAG\n0123456789ab   latest\n1              x\\x1b[2J\\ny\\tz\n")
        #expect(try listing.showing(["Tag"]).text([], as: .table, isForTerminal: false) == "TAG\n")
    }

    @Test("a template after 'table' has a header of titles")
    func columns() throws {
        #expect(
            try text(.columns(#"{{.ID}}\t{{upper .Labels}}"#))
                == "IMAGE ID       LABELS\n0123456789ab   A=B\n1\n")
        #expect(try text(.columns("{{.Tag}}")) == "TAG\nlatest\nx\\x1b[2J\\ny\\tz\n")
        #expect(try text(.columns(#"{{truncate .ID 4}}:{{json .Tag}}"#)).hasPrefix("IMAGE ID:\n0123:\"latest\"\n"))
    }

    @Test("JSON has a line an object, with names in order and nothing that steers a terminal")
    func json() throws {
        let lines = try text(.json).split(separator: "\n")
        #expect(lines.first == #"{"ID":"0123456789ab","Labels":"a=b","Tag":"latest"}"#)
        #expect(lines.last == #"{"ID":"1","Labels":"","Tag":"x\u001b[2J\ny\tz"}"#)
    }

    @Test("a template gives a line an object: raw for a program, harmless for a terminal")
    func template() throws {
        #expect(try text(.template(#"{{.ID}}\t{{.Tag}}"#)) == "0123456789ab\tlatest\n1\tx\u{1B}[2J\ny\tz\n")
        #expect(
            try text(.template("{{.ID}} {{.Tag}}"), isForTerminal: true)
                == "0123456789ab latest\n1 x\\x1b[2J\ny\tz\n")
    }

    @Test("what is wrong with a template is told in Docker's words")
    func mistakes() {
        let unknown = #expect(throws: TemplateError.self) { try text(.template("{{.Nope}}")) }
        #expect(unknown?.description.hasPrefix("template parsing error: template: :1:2: executing") == true)
        let broken = #expect(throws: TemplateError.self) { try text(.columns("{{.ID")) }
        #expect(broken?.description == "template parsing error: template: :1: unclosed action")
    }

    @Test("a label is found by its name, and titles its column with the last part of that")
    func lookup() throws {
        var row = ListRow(["ID": "1", "Tag": "a", "Labels": ""])
        row.lookups = [.init(name: "Label", texts: ["com.example.some-key": "b"])]
        let text = { (format: OutputFormat) in
            try listing.text([row], as: format, isForTerminal: false)
        }
        #expect(try text(.template(#"{{.Label "com.example.some-key"}}"#)) == "b\n")
        #expect(try text(.template(#"{{.Label "nope"}}|{{"com.example.some-key" | .Label}}"#)) == "|b\n")
        #expect(
            try text(.columns(#"{{.ID}}\t{{.Label "com.example.some-key"}}"#)) == "IMAGE ID   some key\n1          b\n")
        #expect(throws: TemplateError.self) { try text(.template(#"{{.Nope "a"}}"#)) }
        #expect(throws: TemplateError.self) { try text(.template(#"{{.Label "a" "b"}}"#)) }
    }
}

@testable import Commands
@testable import Events
import LinuxSystem
import Template
import Testing

@Suite("The formats of events")
struct EventFormatTests {
    private func event(time: Int64 = 1_700_000_000_120_000_000, _ attributes: [String: String]) -> RecordedEvent {
        RecordedEvent(
            cursor: EventCursor(7), time: Timestamp(nanoseconds: time), lost: 0,
            event: Event(.container, "start", id: "4f5e", attributes: attributes))
    }

    private func line(_ format: String, _ event: RecordedEvent, isForTerminal: Bool = false) throws -> String {
        try EventFormat(option: format).line(event, isForTerminal: isForTerminal)
    }

    @Test("text is Docker's, with nine digits of the second and the attributes in order")
    func text() throws {
        #expect(
            try line("", event(["name": "web", "image": "busybox"]))
                == "2023-11-14T22:13:20.120000000Z container start 4f5e (image=busybox, name=web)\n")
        #expect(
            try line("", event(time: 1_700_000_000_000_000_000, [:]))
                == "2023-11-14T22:13:20.000000000Z container start 4f5e\n")
        #expect(
            try line("", event(time: 1_700_000_000_123_456_789, [:])).hasPrefix("2023-11-14T22:13:20.123456789Z "))
    }

    @Test("JSON has the names of Docker's API, and the cursor", arguments: ["json", "{{json .}}"])
    func json(format: String) throws {
        #expect(
            try line(format, event(["name": "web", "image": "busybox"]))
                == #"{"status":"start","id":"4f5e","from":"busybox","Type":"container","Action":"start","#
                + #""Actor":{"ID":"4f5e","Attributes":{"image":"busybox","name":"web"}},"scope":"local","#
                + #""time":1700000000,"timeNano":1700000000120000000,"cursor":"c7"}"# + "\n")
    }

    @Test("a template has the fields of Docker's type, and the cursor")
    func template() throws {
        let template =
            "{{.Cursor}} {{.Type}}/{{.Action}} {{.Actor.ID}} {{.Actor.Attributes.name}} {{.TimeNano}} {{.From}}"
        #expect(
            try line(template, event(["name": "web"])) == "c7 container/start 4f5e web 1700000000120000000 \n")
        #expect(try line("{{.Actor.Attributes.nope}}", event([:])) == "<no value>\n")
        #expect(throws: TemplateError.self) { try line("{{.Nope}}", event([:])) }
        #expect(throws: TemplateError.self) { try EventFormat(option: "{{.Nope").check() }
    }

    @Test("nothing in it steers the terminal")
    func hostile() throws {
        let hostile = event(["name": "\u{1b}[2J\n"])
        #expect(try line("", hostile, isForTerminal: true).hasSuffix("(name=\\x1b[2J\\n)\n"))
        #expect(try line("", hostile).hasSuffix("(name=\u{1b}[2J\n)\n"))
        #expect(try line("json", hostile).contains(#""name":"\u001b[2J\n""#))
        #expect(try line("{{.Actor.Attributes.name}}", hostile, isForTerminal: true) == "\\x1b[2J\n\n")
    }
}

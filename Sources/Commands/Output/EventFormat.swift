import CommandLine
import Events
import JSON
import LinuxSystem
import Template

/// How `events` prints an event: Docker's `--format`.
public enum EventFormat: Hashable, Sendable {
    /// Docker's line for people.
    case text
    /// An object a line, with the names that Docker's API has.
    case json
    /// A template filled in for each.
    case template(String)

    /// `--format`. Whether a template can be read is told by `check`.
    init(option text: String) {
        switch text {
        case "": self = .text
        case "json", "{{json .}}": self = .json
        default: self = .template(text)
        }
    }

    /// Throws what is wrong with the template before anything is waited for.
    public func check() throws(TemplateError) {
        if case .template(let source) = self { _ = try Template(parsing: source) }
    }

    /// The event as a line, with its newline.
    /// - Parameter isForTerminal: nothing in it may steer the terminal. In JSON nothing does, anywhere.
    public func line(_ event: RecordedEvent, isForTerminal: Bool) throws(TemplateError) -> String {
        switch self {
        case .text:
            let text = event.text
            return (isForTerminal ? text.terminalSafe : text) + "\n"
        case .json: return String(decoding: event.answer.json, as: UTF8.self).terminalSafeJSON + "\n"
        case .template(let source):
            let context = RenderingContext(mapFields: ["Attributes"])
            let text = try Template(parsing: source).render(.object(event.fields), context) + "\n"
            return isForTerminal ? text.terminalSafeLines : text
        }
    }
}

extension RecordedEvent {
    /// `2026-01-31T23:59:59.000000001Z container start ID (image=busybox, name=web)`.
    var text: String {
        let attributes = sortedAttributes.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
        let line = "\(time.fixedText) \(event.subject.rawValue) \(event.action) \(event.id)"
        return attributes.isEmpty ? line : "\(line) (\(attributes))"
    }

    /// Docker's message, with its names, and the cursor.
    var answer: JSONObject {
        var members = [JSONObject.Member]()
        if event.subject == .container || event.subject == .image {
            members = [
                .init(key: "status", value: .string(event.action)), .init(key: "id", value: .string(event.id)),
            ]
            if let image = event.attributes["image"] { members.append(.init(key: "from", value: .string(image))) }
        }
        members += [
            .init(key: "Type", value: .string(event.subject.rawValue)),
            .init(key: "Action", value: .string(event.action)), .init(key: "Actor", value: actor),
            .init(key: "scope", value: .string("local")),
            .init(key: "time", value: .number(JSONNumber(time.nanoseconds / 1_000_000_000))),
            .init(key: "timeNano", value: .number(JSONNumber(time.nanoseconds))),
            .init(key: "cursor", value: .string(cursor.description)),
        ]
        if lost > 0 { members.append(.init(key: "lost", value: .number(JSONNumber(lost)))) }
        return JSONObject(members: members)
    }

    /// The same for templates, which know the fields by the names of Docker's type.
    var fields: JSONObject {
        JSONObject(members: [
            .init(key: "Status", value: .string(event.action)), .init(key: "ID", value: .string(event.id)),
            .init(key: "From", value: .string(event.attributes["image"] ?? "")),
            .init(key: "Type", value: .string(event.subject.rawValue)),
            .init(key: "Action", value: .string(event.action)), .init(key: "Actor", value: actor),
            .init(key: "Scope", value: .string("local")),
            .init(key: "Time", value: .number(JSONNumber(time.nanoseconds / 1_000_000_000))),
            .init(key: "TimeNano", value: .number(JSONNumber(time.nanoseconds))),
            .init(key: "Cursor", value: .string(cursor.description)),
            .init(key: "Lost", value: .number(JSONNumber(lost))),
        ])
    }

    private var actor: JSONValue {
        let attributes = sortedAttributes.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }
        return .object(
            JSONObject(members: [
                .init(key: "ID", value: .string(event.id)),
                .init(key: "Attributes", value: .object(JSONObject(members: attributes))),
            ]))
    }

    private var sortedAttributes: [(key: String, value: String)] { event.attributes.sorted { $0.key < $1.key } }
}

extension Timestamp {
    /// RFC 3339 with all nine digits, as Docker prints events.
    fileprivate var fixedText: String {
        let text = description.dropLast()
        guard let point = text.lastIndex(of: ".") else { return "\(text).000000000Z" }
        let digits = text.distance(from: point, to: text.endIndex) - 1
        return text + String(repeating: "0", count: 9 - digits) + "Z"
    }
}

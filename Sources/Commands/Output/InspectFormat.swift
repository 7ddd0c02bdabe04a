import CommandLine
import JSON
import Template

/// How `inspect` prints objects.
public enum InspectFormat: Hashable, Sendable {
    /// A JSON array laid out for people.
    case pretty
    /// The same array in one line.
    case json
    /// A template filled in for each object, each on a line of its own.
    case template(String)

    /// `--format`. Whether a template can be read is told when it's filled in.
    init(option text: String) {
        switch text {
        case "": self = .pretty
        case "json": self = .json
        default: self = .template(text)
        }
    }

    /// The flag of `inspect`.
    static func flag(_ set: @escaping (InspectFormat) -> Void) -> Flag {
        Flag("format", short: "f", value: "FORMAT", "Print as json in one line, or by a Go template") {
            set(InspectFormat(option: $0))
        }
    }

    /// Throws what is wrong with the template before anything is looked for.
    public func check() throws(TemplateError) {
        if case .template(let source) = self { _ = try Template(parsing: source) }
    }

    /// The objects as text.
    /// - Parameter isForTerminal: nothing in it may steer the terminal. In JSON nothing does, anywhere.
    /// - Throws: what is wrong with a template.
    public func text(_ objects: [JSONValue], isForTerminal: Bool) throws(TemplateError) -> String {
        switch self {
        case .pretty: return String(decoding: JSONLayout(objects.json).text, as: UTF8.self).terminalSafeJSON
        case .json: return String(decoding: objects.json, as: UTF8.self).terminalSafeJSON + "\n"
        case .template(let source):
            let template = try Template(parsing: source)
            let context = RenderingContext(mapFields: Self.mapFields)
            var text = ""
            for object in objects { text += try template.render(object, context) + "\n" }
            return isForTerminal ? text.terminalSafeLines : text
        }
    }

    /// Objects with keys of anybody's choice; and the image's defaults for containers, of which an image
    /// has only those that were set.
    private static let mapFields: Set = [
        "Annotations", "Config", "ExposedPorts", "Labels", "Networks", "Options", "Ports", "Sysctls", "Volumes",
    ]
}

import CommandLine

/// How a command prints what it found: Docker's `--format`.
public enum OutputFormat: Hashable, Sendable {
    /// Aligned columns, for people.
    case table
    /// The columns of a template, aligned under their titles.
    case columns(String)
    /// JSON, for programs: a line an object where a command lists.
    case json
    /// The template filled in for each object.
    case template(String)

    /// `--format`. Whether a template can be read is told when it's filled in.
    init(option text: String) {
        let table = "table"
        switch text {
        case "", table: self = .table
        case "json": self = .json
        case _ where text.hasPrefix(table):
            self = .columns(String(text.dropFirst(table.count).drop { $0 == " " }))
        default: self = .template(text)
        }
    }

    /// Whether a template has a field of that name: what it takes to know is looked up only then.
    func mentions(_ field: String) -> Bool {
        switch self {
        case .columns(let text), .template(let text): text.contains(".\(field)")
        case .table, .json: false
        }
    }

    /// The flag of commands that list.
    static func flag(_ set: @escaping (OutputFormat) -> Void) -> Flag {
        Flag("format", value: "FORMAT", "Print as table, 'table TEMPLATE', json, or by a Go template (default: table)")
        {
            set(OutputFormat(option: $0))
        }
    }

    /// The flag of commands that tell of one thing.
    static func objectFlag(_ set: @escaping (OutputFormat) -> Void) -> Flag {
        Flag("format", short: "f", value: "FORMAT", "Print as json, or by a Go template") {
            set(OutputFormat(option: $0))
        }
    }
}

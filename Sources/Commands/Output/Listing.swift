import CommandLine
import JSON
import Template

/// What a list of objects has: its fields with Docker's names, which templates use, and the titles
/// of their columns.
public struct Listing: Sendable {
    private let titles: JSONObject
    private let columns: [String]

    /// - Parameters:
    ///   - titles: of each field, whether the table shows it or not.
    ///   - columns: the fields that the table shows.
    public init(_ titles: KeyValuePairs<String, String>, columns: [String]) {
        self.titles = ListRow(titles).object
        self.columns = columns
    }

    /// The same list with other columns in its table.
    public func showing(_ columns: [String]) -> Listing {
        Listing(titles: titles, columns: columns)
    }

    /// The same list without columns that a terminal so wide has no room for.
    /// - Parameter leavingOut: what may be left out, first the column that is missed least.
    public func fitting(_ width: Int, _ rows: [ListRow], leavingOut: [String]) -> Listing {
        var columns = columns
        for column in leavingOut {
            if table(rows, columns).width <= width { break }
            columns.removeAll { $0 == column }
        }
        return showing(columns)
    }

    private func table(_ rows: [ListRow], _ columns: [String]) -> Table {
        var table = Table(columns.map { Table.Column(ListRow.text(titles[$0])) })
        for row in rows { table.append(columns.map { row[$0] }) }
        return table
    }

    private init(titles: JSONObject, columns: [String]) {
        self.titles = titles
        self.columns = columns
    }

    /// The list as text, each line with its newline.
    /// - Parameter isForTerminal: nothing in it may steer the terminal. In a table nothing does, anywhere.
    /// - Throws: what is wrong with a template.
    public func text(
        _ rows: [ListRow], as format: OutputFormat, isForTerminal: Bool
    ) throws(TemplateError) -> String {
        switch format {
        case .table:
            return table(rows, columns).text
        case .columns(let text):
            let template = try Template(parsing: Self.unescaped(text))
            var lines = [try template.render(.object(titles), RenderingContext(showsTitles: true))]
            for row in rows { lines.append(try template.render(.object(row.terminalSafe), row.context)) }
            return Table(tabbed: lines.joined(separator: "\n")).text
        case .json:
            return rows.map { String(decoding: $0.object.json, as: UTF8.self).terminalSafeJSON + "\n" }.joined()
        case .template(let text):
            let template = try Template(parsing: Self.unescaped(text))
            var text = ""
            for row in rows { text += try template.render(.object(row.object), row.context) + "\n" }
            return isForTerminal ? text.terminalSafeLines : text
        }
    }

    /// Docker lets `\t` and `\n` stand for tabs and newlines in lists, also outside of a template's strings.
    private static func unescaped(_ text: String) -> String {
        text.replacing("\\t", with: "\t").replacing("\\n", with: "\n")
    }
}

/// One object of a list: the texts of its fields.
public struct ListRow: Sendable {
    /// In the order of the names, as Docker writes them.
    let object: JSONObject

    public init(_ fields: KeyValuePairs<String, String>) {
        object = JSONObject(
            members: fields.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) })
    }

    /// Texts that a template finds by a name and a key: `{{.Label "stage"}}`.
    public var lookups: [RenderingContext.Lookup] = []

    var context: RenderingContext { RenderingContext(lookups: lookups) }

    subscript(field: String) -> String { Self.text(object[field]) }

    static func text(_ value: JSONValue?) -> String {
        if case .string(let text) = value { text } else { "" }
    }

    /// No text in it can steer a terminal, or begin another cell or line of a table.
    var terminalSafe: JSONObject {
        JSONObject(
            members: object.members.map { .init(key: $0.key, value: .string(Self.text($0.value).terminalSafe)) })
    }
}

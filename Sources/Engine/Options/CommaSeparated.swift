/// A line of comma-separated values (RFC 4180), as `--mount` takes them: a
/// field in double quotes may hold commas, and quotes when they are doubled.
struct CommaSeparated {
    private(set) var fields: [String] = []

    init(parsing line: String) throws(InvalidOption) {
        var rest = line[...]
        while true {
            fields.append(rest.first == "\"" ? try Self.quoted(&rest) : try Self.plain(&rest))
            if rest.isEmpty { return }
            // Both kinds of fields end at the end or before a comma.
            rest.removeFirst()
        }
    }

    private static func plain(_ rest: inout Substring) throws(InvalidOption) -> String {
        let field = rest.prefix { $0 != "," }
        if field.contains("\"") { throw InvalidOption("a quote stands within the field \(field)") }
        rest = rest.dropFirst(field.count)
        return String(field)
    }

    private static func quoted(_ rest: inout Substring) throws(InvalidOption) -> String {
        var field = ""
        rest.removeFirst()
        while let end = rest.firstIndex(of: "\"") {
            field += rest[..<end]
            rest = rest[end...].dropFirst()
            if rest.isEmpty || rest.first == "," { return field }
            guard rest.first == "\"" else { throw InvalidOption("a quoted field goes on after its quote") }
            field += "\""
            rest.removeFirst()
        }
        throw InvalidOption("a quote is not closed")
    }
}

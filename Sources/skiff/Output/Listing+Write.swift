import Commands
import JSON
import LinuxSystem
import Template

extension Listing {
    /// Prints the list.
    func write(_ rows: [ListRow], as format: OutputFormat) throws(TemplateError) {
        StandardStream.output.write(
            try text(rows, as: format, isForTerminal: StandardStream.output.isTerminal))
    }
}

extension InspectFormat {
    /// Prints the objects.
    func write(_ objects: [JSONValue]) throws(TemplateError) {
        StandardStream.output.write(try text(objects, isForTerminal: StandardStream.output.isTerminal))
    }
}

extension OutputFormat {
    /// Prints one object that is no list.
    /// - Parameter table: what stands for it where people read.
    func write(_ object: JSONValue, table: () -> String) throws(TemplateError) {
        switch self {
        case .table: StandardStream.output.write(table())
        case .json: try InspectFormat.template("{{json .}}").write([object])
        case .columns(let text), .template(let text): try InspectFormat.template(text).write([object])
        }
    }
}

extension Operand: CustomStringConvertible {
    /// As a template would have it, for messages.
    var description: String {
        switch kind {
        case .dot: "."
        case .null: "nil"
        case .field(let names): names.fieldPath
        case .variable(let name, let fields): name + fields.fieldPath
        case .member(let pipeline, let fields): "(\(pipeline))" + fields.fieldPath
        case .function(let function): function.name
        case .constant(_, let source): source
        }
    }
}

extension TemplateCommand: CustomStringConvertible {
    /// As a template would have it, for messages.
    var description: String { ([first] + rest).map(\.description).joined(separator: " ") }
}

extension Pipeline: CustomStringConvertible {
    /// As a template would have it, for messages.
    var description: String {
        let start = targets.map { $0.names.joined(separator: ", ") + ($0.assigns ? " = " : " := ") } ?? ""
        return start + commands.map(\.description).joined(separator: " | ")
    }
}

extension [String] {
    /// `.A.B`
    fileprivate var fieldPath: String { map { "." + $0 }.joined() }
}

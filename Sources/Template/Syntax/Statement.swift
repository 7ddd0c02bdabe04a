import JSON

/// A piece of a template: text that is copied, or an action.
indirect enum Statement: Sendable {
    case text(String)
    /// `{{.Name}}`, `{{$x := .Name}}`
    case action(Pipeline)
    /// `{{if …}}…{{else}}…{{end}}`
    case conditional(Branch)
    /// `{{with …}}…{{else}}…{{end}}`
    case with(Branch)
    /// `{{range …}}…{{else}}…{{end}}`
    case range(Branch)
    case exit(LoopExit)
}

/// `{{break}}` and `{{continue}}`.
enum LoopExit: Sendable {
    case leave
    case next
}

/// A pipeline that decides which of two bodies is walked.
struct Branch: Sendable {
    let pipeline: Pipeline
    let body: [Statement]
    let otherwise: [Statement]
}

/// `$x := command | command`: the value of each command is the last operand of the next.
struct Pipeline: Sendable {
    /// Variables that take the value, or in `range` the key and the value.
    struct Targets: Sendable {
        let names: [String]
        /// `=`, of variables that were declared before.
        let assigns: Bool
    }

    let position: Int
    let targets: Targets?
    let commands: [TemplateCommand]
}

/// A function with its operands, or a single operand.
struct TemplateCommand: Sendable {
    let first: Operand
    let rest: [Operand]
}

/// What stands for a value.
struct Operand: Sendable {
    indirect enum Kind: Sendable {
        case dot
        case null
        /// The value of `.A.B`.
        case field([String])
        /// `$x.A`; `$` is the whole value.
        case variable(String, fields: [String])
        /// `(…).A`
        case member(of: Pipeline, fields: [String])
        case function(Function)
        /// A constant, as the text has it.
        case constant(JSONValue, source: String)
    }

    /// The offset in the template's bytes.
    let position: Int
    let kind: Kind
}

import JSON

/// Walks a template's statements over a value and gathers the text.
struct Renderer {
    let source: String
    let context: RenderingContext
    private(set) var output = ""
    /// Innermost last; the first is `$`.
    private var variables: [Variable]

    private struct Variable {
        let name: String
        var value: Datum
    }

    init(source: String, root: JSONValue, context: RenderingContext) {
        self.source = source
        self.context = context
        // A table's title may lack a field that only some rows have.
        variables = [Variable(name: "$", value: Datum(root, isMap: context.showsTitles))]
    }

    /// Everything, where `.` is the whole value.
    mutating func run(_ statements: [Statement]) throws(TemplateError) {
        _ = try run(statements, variables[0].value)
    }

    /// - Parameter dot: what `.` stands for.
    /// - Returns: how the loop around it goes on, if one of the statements says so.
    private mutating func run(_ statements: [Statement], _ dot: Datum) throws(TemplateError) -> LoopExit? {
        for statement in statements {
            switch statement {
            case .text(let text): output += text
            case .action(let pipeline):
                let value = try evaluate(pipeline, dot)
                declare(pipeline, [value])
                if pipeline.targets == nil { output += value.value.shownText }
            case .conditional(let branch):
                if let exit = try choose(branch, dot, rebinds: false) { return exit }
            case .with(let branch):
                if let exit = try choose(branch, dot, rebinds: true) { return exit }
            case .range(let branch): if let exit = try loop(branch, dot) { return exit }
            case .exit(let exit): return exit
            }
        }
        return nil
    }

    /// `if`, and `with`, which makes the value the dot of the body.
    private mutating func choose(
        _ branch: Branch, _ dot: Datum, rebinds: Bool
    ) throws(TemplateError) -> LoopExit? {
        let outer = variables.count
        defer { variables.removeLast(variables.count - outer) }
        let value = try evaluate(branch.pipeline, dot)
        declare(branch.pipeline, [value])
        return value.value.isTrue
            ? try run(branch.body, rebinds ? value : dot) : try run(branch.otherwise, dot)
    }

    private mutating func loop(_ branch: Branch, _ dot: Datum) throws(TemplateError) -> LoopExit? {
        let outer = variables.count
        defer { variables.removeLast(variables.count - outer) }
        let value = try evaluate(branch.pipeline, dot)
        guard let elements = value.elements else {
            throw failure(
                of: "\(branch.pipeline)", at: branch.pipeline.position,
                "range can't iterate over \(value.value.shownText)")
        }
        if elements.isEmpty { return try run(branch.otherwise, dot) }
        for index in elements.indices {
            let element = elements[index]
            defer { variables.removeLast(variables.count - outer) }
            let isPair = (branch.pipeline.targets?.names.count ?? 0) > 1
            declare(branch.pipeline, isPair ? [Datum(element.key), element.value] : [element.value])
            if try run(branch.body, element.value) == .leave { break }
        }
        return nil
    }

    /// Gives a pipeline's variables their values.
    private mutating func declare(_ pipeline: Pipeline, _ values: [Datum]) {
        guard let targets = pipeline.targets else { return }
        for (name, value) in zip(targets.names, values) {
            if targets.assigns, let index = variables.lastIndex(where: { $0.name == name }) {
                variables[index].value = value
            } else {
                variables.append(Variable(name: name, value: value))
            }
        }
    }

    /// The parser has seen to it that there is one of that name.
    func variable(_ name: String) -> Datum {
        variables.last { $0.name == name }?.value ?? Datum(.null)
    }

    func failure(of action: String, at position: Int, _ reason: String) -> TemplateError {
        TemplateError(at: TemplateError.Place(of: position, in: source), action: action, reason)
    }
}

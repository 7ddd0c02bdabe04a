import JSON

extension Renderer {
    /// The value of the last command, each getting the value of the one before.
    func evaluate(_ pipeline: Pipeline, _ dot: Datum) throws(TemplateError) -> Datum {
        var value: Datum?
        for command in pipeline.commands { value = try evaluate(command, dot, piped: value) }
        return value ?? Datum(.null)
    }

    /// - Parameter piped: the value of the command before; `nil` for the first.
    private func evaluate(_ command: TemplateCommand, _ dot: Datum, piped: Datum?) throws(TemplateError) -> Datum {
        if case .function(let function) = command.first.kind {
            return try call(function, Call(command: command, dot: dot, piped: piped))
        }
        if !command.rest.isEmpty || piped != nil {
            guard let text = try lookUp(command, dot, piped: piped) else { throw noFunction(command.first) }
            return Datum(.string(text))
        }
        if case .null = command.first.kind { throw failure(of: command.first, "nil is not a command") }
        return try evaluate(command.first, dot)
    }

    /// What stands for `.Label "stage"`; `nil` where nothing is found that way. A column's title is the key.
    private func lookUp(_ command: TemplateCommand, _ dot: Datum, piped: Datum?) throws(TemplateError) -> String? {
        guard case .field(let names) = command.first.kind, names.count == 1,
            command.rest.count + (piped == nil ? 0 : 1) == 1,
            case .string(let key)? = try command.rest.first.map({ operand throws(TemplateError) in
                try evaluate(operand, dot).value
            }) ?? piped?.value
        else { return nil }
        if let lookup = context.lookups.first(where: { $0.name == names[0] }) { return lookup.texts[key] ?? "" }
        guard context.showsTitles else { return nil }
        // Docker's: the last part of a label's name, in words.
        let last = key.split(separator: ".").last ?? ""
        return String(last.map { $0 == "-" || $0 == "_" ? " " : $0 })
    }

    /// The value of a single operand.
    func evaluate(_ operand: Operand, _ dot: Datum) throws(TemplateError) -> Datum {
        switch operand.kind {
        case .dot: dot
        case .null: Datum(.null)
        case .constant(let value, _): Datum(value)
        case .field(let names): try follow(names, from: dot, operand)
        case .variable(let name, let fields): try follow(fields, from: variable(name), operand)
        case .member(let pipeline, let fields): try follow(fields, from: evaluate(pipeline, dot), operand)
        case .function(let function):
            try call(
                function, Call(command: TemplateCommand(first: operand, rest: []), dot: dot, piped: nil))
        }
    }

    private func follow(_ names: [String], from start: Datum, _ operand: Operand) throws(TemplateError) -> Datum {
        var datum = start
        for name in names { datum = try field(name, of: datum, operand) }
        return datum
    }

    private func field(_ name: String, of datum: Datum, _ operand: Operand) throws(TemplateError) -> Datum {
        switch datum.value {
        case .object(let object):
            if let value = object[name] { return Datum(value, isMap: context.mapFields.contains(name)) }
            if datum.isMap { return Datum(.null) }
            throw failure(of: operand, "map has no entry for key \(name.quotedAsInGo)")
        case .null: return datum
        case .boolean, .number, .string, .array:
            throw failure(of: operand, "can't evaluate field \(name) in type \(datum.value.typeName)")
        }
    }

    private func noFunction(_ operand: Operand) -> TemplateError {
        switch operand.kind {
        case .field(let names) where !names.isEmpty, .variable(_, fields: let names) where !names.isEmpty:
            failure(of: operand, "\(names.last ?? "") is not a method but has arguments")
        default: failure(of: operand, "can't give argument to non-function \(operand)")
        }
    }

    func failure(of operand: Operand, _ reason: String) -> TemplateError {
        failure(of: operand.description, at: operand.position, reason)
    }
}

import JSON

/// A function's name with its operands, in a template.
struct Call {
    let command: TemplateCommand
    let dot: Datum
    /// The last operand, if it comes through a `|`.
    let piped: Datum?

    var count: Int { command.rest.count + (piped == nil ? 0 : 1) }
}

extension Renderer {
    func call(_ function: Function, _ call: Call) throws(TemplateError) -> Datum {
        guard function.signature.allows(call.count) else {
            let least = function.signature.rest == nil ? "" : "at least "
            throw failure(
                of: call.command.first,
                "wrong number of args for \(function.name): "
                    + "want \(least)\(function.signature.parameters.count) got \(call.count)")
        }
        if function == .and || function == .or { return try choose(function, call) }
        var values = [JSONValue]()
        for (index, operand) in call.command.rest.enumerated() {
            let value = try evaluate(operand, call.dot).value
            try check(value, is: function.signature.parameter(index), operand)
            values.append(value)
        }
        if let piped = call.piped {
            try check(piped.value, is: function.signature.parameter(values.count), nil, of: call)
            values.append(piped.value)
        }
        do throws(FunctionError) {
            return Datum(try function.apply(values, showsTitles: context.showsTitles))
        } catch {
            throw failure(
                of: call.command.description, at: call.command.first.position,
                "error calling \(function.name): \(error.reason)")
        }
    }

    /// `and` answers the first operand that is false, `or` the first that is true, else the last.
    /// What follows is not looked at.
    private func choose(_ function: Function, _ call: Call) throws(TemplateError) -> Datum {
        var value = Datum(.null)
        for operand in call.command.rest {
            value = try evaluate(operand, call.dot)
            if value.value.isTrue == (function == .or) { return value }
        }
        return call.piped ?? value
    }

    /// - Parameter operand: where the value stands; `nil` when it came through a `|`.
    private func check(
        _ value: JSONValue, is parameter: Function.Parameter, _ operand: Operand?, of call: Call? = nil
    ) throws(TemplateError) {
        if parameter.accepts(value) { return }
        let place = operand ?? call?.command.first
        guard let place else { return }
        if case .constant = operand?.kind {
            throw failure(of: place, "expected \(parameter.noun); found \(place)")
        }
        let reason =
            value == .null
            ? "invalid value; expected \(parameter.typeName)"
            : "wrong type for value; expected \(parameter.typeName); got \(value.typeName)"
        throw failure(of: place, reason)
    }
}

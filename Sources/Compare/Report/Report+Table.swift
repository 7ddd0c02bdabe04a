import CommandLine

extension Report {
    /// The medians as tables for a terminal, a row a figure and a column a contender, each beside the reference's
    /// in multiples of it.
    public var table: String {
        var text = ""
        for group in Figure.Group.allCases {
            let rows = figures.filter { $0.group == group && !$0.values.isEmpty }
            if !rows.isEmpty { text += "\(group.rawValue)\n\(table(of: rows))\n" }
        }
        if !isolation.isEmpty { text += "Isolation\n\(isolationTable)\n" }
        for note in notes { text += "Note: \(note.asSentence)\n" }
        if figures.contains(where: \.isExtrapolated) {
            text += "Note: how many fit into \(budget.binarySizeText) is measured up to \(density) instances and "
            text += "extrapolated beyond.\n"
        }
        for (name, reason) in leftOut { text += "Left out: \(name): \(reason.asSentence)\n" }
        return text
    }

    private var titles: [String] { entries.map(\.title) }

    private func table(of rows: [Figure]) -> String {
        var table = Table([Table.Column("")] + titles.map { Table.Column($0, .right) })
        for figure in rows {
            table.append([figure.title] + titles.map { cell(figure, $0) })
        }
        return table.text
    }

    private func cell(_ figure: Figure, _ title: String) -> String {
        guard let median = figure.median(title) else { return "–" }
        let value = figure.unit.text(median)
        guard title != reference, let own = reference.flatMap(figure.median), own > 0, median > 0 else { return value }
        return "\(value) (\(Number.text(median / own))×)"
    }

    private var isolationTable: String {
        var table = Table([Table.Column("")] + titles.map { Table.Column($0) })
        for question in IsolationMeasure.questions {
            let answers = titles.map { isolation[$0]?[question.word] ?? "–" }
            table.append([question.title] + answers.map { question.word == "boot-id" ? String($0.prefix(8)) : $0 })
        }
        return table.text
    }
}

extension Figure.Unit {
    /// A value with its unit, in three digits: `1.25 ms`, `3.2 s`.
    func text(_ value: Double) -> String {
        switch self {
        case .milliseconds: value >= 1000 ? "\(Number.text(value / 1000)) s" : "\(Number.text(value)) ms"
        case .microseconds: value >= 1000 ? "\(Number.text(value / 1000)) ms" : "\(Number.text(value)) µs"
        case .nanoseconds: value >= 1000 ? "\(Number.text(value / 1000)) µs" : "\(Number.text(value)) ns"
        case .bytes: UInt64(max(0, value)).binarySizeText
        case .instances: Number.grouped(value)
        case .mebibytesPerSecond:
            value >= 1024 ? "\(Number.text(value / 1024)) GiB/s" : "\(Number.text(value)) MiB/s"
        }
    }
}

/// Numbers for people.
enum Number {
    /// Three digits that count: `0.123`, `1.23`, `12.3`, `123`, `12300`.
    static func text(_ value: Double) -> String {
        let size = abs(value)
        if size >= 99.95 { return String(Int(value.rounded())) }
        if size >= 9.995 { return decimals(value, 1) }
        return decimals(value, size >= 0.9995 || size == 0 ? 2 : 3)
    }

    /// A whole number, with a thin space between thousands.
    static func grouped(_ value: Double) -> String {
        let digits = Array(String(Int(value.rounded())))
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "\u{202F}" }
            text.append(digit)
        }
        return text
    }

    /// With so many digits behind the point.
    static func decimals(_ value: Double, _ count: Int) -> String {
        let scale = (0..<count).reduce(1.0) { product, _ in product * 10 }
        let whole = Int((abs(value) * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard count > 0 else { return "\(sign)\(whole)" }
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, count + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(count)).\(padded.suffix(count))"
    }
}

extension String {
    /// With a full stop, unless another program's words end with one, or with a question.
    fileprivate var asSentence: String { last.map(".?!".contains) == true ? self : self + "." }
}

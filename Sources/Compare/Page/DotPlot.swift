/// A figure as rows of dots, a row a contender and a dot a measurement, above one axis. Positions are percentages, so
/// that the plot is as wide as its room and its dots stay round.
struct DotPlot {
    let figure: Figure
    let entries: [Report.Entry]
    let reference: String?

    /// Adds the plot to a page.
    func write(to page: inout HTML) {
        let published = PublishedFigure.all.filter { $0.comparison?.figure == figure.id }
        let scale = Scale(
            figure.values.values.flatMap { $0 } + published.compactMap { $0.comparison?.value },
            isBinary: figure.unit == .bytes || figure.unit == .mebibytesPerSecond)
        page.element("figure") { page in
            page.element("figcaption") { page in
                page.element("b", figure.title + (figure.isExtrapolated ? " (extrapolated)" : ""))
                let direction = figure.unit.prefersMore ? "more is better" : "less is better"
                let axis = scale.isLogarithmic ? ", logarithmic" : ""
                page.element("span", class: "method", "\(figure.method) \(direction)\(axis).".capitalizedDirections)
            }
            for (number, entry) in entries.enumerated() {
                guard let values = figure.values[entry.title], let median = Statistics.median(values) else { continue }
                page.element("div", class: "row c\(number)") { page in
                    page.element("span", class: "name", entry.title)
                    page.raw(Self.row(values, median: median, scale))
                    page.element("span", class: "value") { page in
                        page.raw(HTML.escaped(figure.unit.text(median)))
                        page.element("small", factor(of: entry, median) ?? "")
                    }
                }
            }
            for one in published {
                guard let comparison = one.comparison else { continue }
                page.element("div", class: "row published") { page in
                    page.element("span", class: "name", "\(comparison.name), published")
                    page.raw(Self.ring(comparison.value, scale))
                    page.element("span", class: "value") { page in
                        page.raw(HTML.escaped(one.value))
                        page.element("small", "")
                    }
                }
            }
            page.raw(axis(scale))
        }
    }

    private func factor(of entry: Report.Entry, _ median: Double) -> String? {
        guard let reference, entry.title != reference, let own = figure.median(reference), own > 0, median > 0 else {
            return nil
        }
        return "\(Number.text(median / own))×"
    }

    private static func row(_ values: [Double], median: Double, _ scale: Scale) -> String {
        var svg = "<svg class=\"plot\" role=\"img\" aria-label=\"\(values.count) measurements\">"
        for tick in scale.ticks { svg += line(tick.position, "grid") }
        let place = percent(scale.position(median))
        svg += "<line class=\"stem\" x1=\"0\" x2=\"\(place)\" y1=\"50%\" y2=\"50%\"/>"
        for value in values {
            svg += "<circle class=\"dot\" cx=\"\(percent(scale.position(value)))\" cy=\"50%\" r=\"4\"/>"
        }
        svg += "<line class=\"median\" x1=\"\(place)\" x2=\"\(place)\" y1=\"15%\" y2=\"85%\"/>"
        return svg + "</svg>"
    }

    /// Not measured here: a ring, no dot.
    private static func ring(_ value: Double, _ scale: Scale) -> String {
        var svg = "<svg class=\"plot\" role=\"img\" aria-label=\"published\">"
        for tick in scale.ticks { svg += line(tick.position, "grid") }
        return svg + "<circle class=\"ring\" cx=\"\(percent(scale.position(value)))\" cy=\"50%\" r=\"5\"/></svg>"
    }

    private func axis(_ scale: Scale) -> String {
        var svg = "<div class=\"row axis\"><span class=\"name\"></span><svg class=\"plot\" aria-hidden=\"true\">"
        for tick in scale.ticks {
            // What stands at the border would be cut off.
            let anchor = tick.position < 8 ? "start" : tick.position > 92 ? "end" : "middle"
            let words = HTML.escaped(figure.unit.text(tick.value))
            svg += "<text x=\"\(Self.percent(tick.position))\" y=\"13\" text-anchor=\"\(anchor)\">\(words)</text>"
        }
        return svg + "</svg><span class=\"value\"></span></div>"
    }

    static func line(_ position: Double, _ style: String) -> String {
        "<line class=\"\(style)\" x1=\"\(percent(position))\" x2=\"\(percent(position))\" y1=\"0\" y2=\"100%\"/>"
    }

    static func percent(_ value: Double) -> String { "\(Number.decimals(value, 2))%" }
}

extension String {
    /// The sentence of a method is followed by one of two short ones.
    fileprivate var capitalizedDirections: String {
        var words = self
        for (small, large) in [(". more is", ". More is"), (". less is", ". Less is")] {
            guard let rest = words.components(after: small) else { continue }
            words = String(words.dropLast(rest.count + small.count)) + large + rest
        }
        return words
    }
}

import CommandLine

/// Memory over the number of idle instances: dots where it was measured, a dashed line on to where the given memory
/// is used up. Both axes are logarithmic.
struct DensityPlot {
    let report: Report

    private struct Series {
        let number: Int
        let title: String
        /// Instances, and bytes.
        let points: [(Double, Double)]
        let end: Double?
    }

    /// Adds the plot to a page; nothing where nothing was measured.
    func write(to page: inout HTML) {
        let series = self.series
        guard !series.isEmpty else { return }
        let budget = Double(report.budget)
        let across = Scale(series.flatMap { $0.points.map(\.0) + ($0.end.map { [$0] } ?? []) }, forcesLogarithm: true)
        let up = Scale(series.flatMap { $0.points.map(\.1) } + [budget], forcesLogarithm: true, isBinary: true)
        page.element("figure", class: "density") { page in
            page.element("figcaption") { page in
                page.element("b", "Memory of so many idle instances")
                page.element(
                    "span", class: "method",
                    "PSS of all processes and the kernel's memory. Dots are measured, dashed lines are extrapolated to "
                        + "\(report.budget.binarySizeText), where the ring tells how many fit. Logarithmic both ways.")
            }
            page.raw("<div class=\"frame\"><svg class=\"area\" role=\"img\" aria-label=\"memory over instances\">")
            for tick in across.ticks { page.raw(DotPlot.line(tick.position, "grid")) }
            for tick in up.ticks { page.raw(Self.level(up.position(tick.value), "grid")) }
            page.raw(Self.level(up.position(budget), "budget"))
            for one in series { page.raw(Self.lines(one, across, up, budget)) }
            for one in series { page.raw(Self.dots(one, across, up, budget)) }
            page.raw(Self.labels(across, up))
            page.raw("</svg></div>")
            page.element("ul", class: "legend") { page in
                for one in series {
                    let fits = one.end.map { ": about \(Number.grouped($0)) fit" } ?? ""
                    page.raw("<li class=\"c\(one.number)\"><i></i>\(HTML.escaped(one.title + fits))</li>\n")
                }
            }
        }
    }

    private var series: [Series] {
        report.entries.enumerated().compactMap { number, entry in
            guard let points = report.points[entry.title], !points.isEmpty else { return nil }
            let fitting = report.figures.first { $0.id == "density" }?.median(entry.title)
            return Series(
                number: number, title: entry.title,
                points: points.map { (Double($0.count), max($0.proportional + max(0, $0.kernel), 1)) }, end: fitting)
        }
    }

    private static func level(_ position: Double, _ style: String) -> String {
        let place = DotPlot.percent(100 - position)
        return "<line class=\"\(style)\" x1=\"0\" x2=\"100%\" y1=\"\(place)\" y2=\"\(place)\"/>"
    }

    /// Lines need numbers: they are in a drawing of their own, 100 by 100, which is stretched.
    private static func lines(_ one: Series, _ across: Scale, _ up: Scale, _ budget: Double) -> String {
        func place(_ point: (Double, Double)) -> String {
            "\(Number.decimals(across.position(point.0), 2)),\(Number.decimals(100 - up.position(point.1), 2))"
        }
        var svg = "<svg class=\"c\(one.number)\" viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\">"
        svg += "<polyline class=\"line\" points=\"\(one.points.map(place).joined(separator: " "))\"/>"
        if let end = one.end, let last = one.points.last, end > last.0 {
            svg += "<polyline class=\"line beyond\" points=\"\(place(last)) \(place((end, budget)))\"/>"
        }
        return svg + "</svg>"
    }

    private static func dots(_ one: Series, _ across: Scale, _ up: Scale, _ budget: Double) -> String {
        func circle(_ point: (Double, Double), _ style: String, _ radius: Int) -> String {
            let x = DotPlot.percent(across.position(point.0))
            let y = DotPlot.percent(100 - up.position(point.1))
            return "<circle class=\"\(style)\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\"/>"
        }
        var svg = "<g class=\"c\(one.number)\">"
        for point in one.points { svg += circle(point, "dot", 3) }
        if let end = one.end { svg += circle((end, budget), "ring", 5) }
        return svg + "</g>"
    }

    private static func labels(_ across: Scale, _ up: Scale) -> String {
        var svg = ""
        for tick in across.ticks {
            let anchor = tick.position < 8 ? "start" : tick.position > 92 ? "end" : "middle"
            svg += "<text x=\"\(DotPlot.percent(tick.position))\" y=\"100%\" dy=\"-4\" text-anchor=\"\(anchor)\">"
            svg += "\(Number.grouped(tick.value))</text>"
        }
        for tick in up.ticks {
            svg += "<text x=\"2\" y=\"\(DotPlot.percent(100 - tick.position))\" dy=\"-3\">"
            svg += "\(HTML.escaped(UInt64(max(0, tick.value)).binarySizeText))</text>"
        }
        return svg
    }
}

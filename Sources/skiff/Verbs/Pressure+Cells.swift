import Cgroups

extension Pressure {
    /// Percentages for a table: some and full, over ten and sixty seconds.
    var cells: [String] {
        [some.average10, some.average60].map(Self.percent)
            + (full.map { [$0.average10, $0.average60].map(Self.percent) } ?? ["-", "-"])
    }

    private static func percent(_ value: Double) -> String { Percentage(value).text }
}

/// A number of hundredths, shown with two decimals: `12.50%`.
struct Percentage {
    let text: String

    init(_ value: Double) {
        let scaled = Int((value * 100).rounded())
        let cents = scaled % 100
        text = "\(scaled / 100).\(cents < 10 ? "0" : "")\(cents)%"
    }
}

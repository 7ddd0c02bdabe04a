extension Duration {
    /// Parses `90s`, `1h30m`, `1.5h`: Go's text for a duration, as Docker's filters have it. `nil` for another text.
    init?(option text: String) {
        var rest = Substring(text)
        guard !rest.isEmpty else { return nil }
        var seconds = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count)
            let name = rest.prefix { !($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(name.count)
            guard let value = Double(number), let unit = Self.units[String(name)] else { return nil }
            seconds += value * unit
        }
        // 285 years, which Go's clock has room for, too.
        self = .seconds(min(seconds, 9e9))
    }

    /// In seconds.
    private static let units: [String: Double] = [
        "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600,
    ]
}

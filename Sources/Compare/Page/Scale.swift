import Glibc

/// Where a value stands on an axis whose equal steps are equal factors, or equal differences where values are near
/// each other.
struct Scale {
    /// A mark of the axis.
    struct Tick: Hashable {
        let value: Double
        /// From 0 to 100.
        let position: Double
    }

    private let low: Double
    private let high: Double
    /// Factors, not differences.
    let isLogarithmic: Bool
    /// Bytes, whose round numbers are those of KiB, MiB and so on.
    private let isBinary: Bool

    /// - Parameters:
    ///   - values: all that are to be shown; there is no place for less than zero.
    ///   - forcesLogarithm: even if they are near each other.
    ///   - isBinary: they are bytes.
    init(_ values: [Double], forcesLogarithm: Bool = false, isBinary: Bool = false) {
        self.isBinary = isBinary
        let positive = values.filter { $0 > 0 }
        let least = positive.min() ?? 1
        let most = positive.max() ?? 1
        isLogarithmic = forcesLogarithm || most / least > 20
        if isLogarithmic {
            // A little room on both sides, and never less than one factor of ten.
            low = log10(least) - 0.08
            high = max(log10(most) + 0.08, log10(least) + 0.92)
        } else {
            low = 0
            high = most * 1.06
        }
    }

    /// From 0 to 100; what is below the axis stands at its start.
    func position(_ value: Double) -> Double {
        let place = isLogarithmic ? log10(max(value, 1e-12)) : value
        return min(max((place - low) / (high - low) * 100, 0), 100)
    }

    /// Round values, not too many.
    var ticks: [Tick] {
        isLogarithmic ? logarithmicTicks : linearTicks
    }

    private var logarithmicTicks: [Tick] {
        let round = (0..<8).flatMap { power in
            let unit = pow(isBinary ? 1024 : 1000, Double(power - (isBinary ? 0 : 4)))
            return [unit, unit * 10, unit * 100]
        }
        let shown = round.filter { log10($0) >= low && log10($0) <= high }
        let step = max(1, (shown.count + 5) / 6)
        return shown.enumerated().filter { $0.offset % step == 0 }.map { tick($0.element) }
    }

    private var linearTicks: [Tick] {
        let base = isBinary ? pow(1024, (log2(max(high, 1)) / 10).rounded(.down)) : 1
        let rough = high / base / 4
        let power = pow(10, log10(rough).rounded(.down))
        let step = ([1, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough) * base
        return stride(from: 0, through: high, by: step).map(tick)
    }

    private func tick(_ value: Double) -> Tick { Tick(value: value, position: position(value)) }
}

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

    /// - Parameters:
    ///   - values: all that are to be shown; there is no place for less than zero.
    ///   - forcesLogarithm: even if they are near each other.
    init(_ values: [Double], forcesLogarithm: Bool = false) {
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
        let first = Int(low.rounded(.up))
        let last = Int(high.rounded(.down))
        guard first <= last else { return [] }
        let step = max(1, (last - first) / 5 + ((last - first) % 5 == 0 ? 0 : 1))
        return stride(from: first, through: last, by: last - first > 5 ? step : 1).map { exponent in
            let value = pow(10, Double(exponent))
            return Tick(value: value, position: position(value))
        }
    }

    private var linearTicks: [Tick] {
        let rough = high / 4
        let power = pow(10, log10(rough).rounded(.down))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
        return stride(from: 0, through: high, by: step).map { Tick(value: $0, position: position($0)) }
    }
}

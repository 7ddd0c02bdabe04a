/// What was measured of each contender, several times.
struct Figure: Hashable, Sendable {
    enum Group: String, Hashable, Sendable, CaseIterable {
        case start = "Start"
        case memory = "Memory"
        case disk = "Disk"
        case benchmark = "Work inside"
    }

    /// How a value is written.
    enum Unit: String, Hashable, Sendable {
        case milliseconds = "ms"
        case microseconds = "µs"
        case nanoseconds = "ns"
        case bytes = "B"
        case instances = "instances"
        case mebibytesPerSecond = "MiB/s"

        /// Whether a larger value is better.
        var prefersMore: Bool { self == .instances || self == .mebibytesPerSecond }
    }

    /// For programs: `first-instruction`.
    let id: String
    /// For people.
    let title: String
    let group: Group
    let unit: Unit
    /// How it was measured, in a sentence.
    let method: String
    /// By the contender's title, in the order of the measurements.
    var values: [String: [Double]] = [:]
    /// Of whom it is reckoned, not measured: beyond so many instances.
    var isExtrapolated = false

    mutating func add(_ value: Double, of contender: some Contender) {
        values[contender.title, default: []].append(value)
    }

    /// The middle one of a contender's values; `nil` when there is none.
    func median(_ contender: String) -> Double? { values[contender].flatMap(Statistics.median) }
}

/// What is told of several measurements.
enum Statistics {
    /// The middle value, or the mean of the two in the middle; `nil` of none.
    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

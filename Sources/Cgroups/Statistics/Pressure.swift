/// How much time tasks lost waiting for one resource (PSI,
/// Documentation/accounting/psi.rst).
public struct Pressure: Hashable, Sendable, Codable {
    /// Shares of wall-clock time in percent, averaged over the last 10, 60 and
    /// 300 seconds, and the total in microseconds.
    public struct Line: Hashable, Sendable, Codable {
        /// Percent of the last 10 seconds.
        public var average10: Double
        /// Percent of the last minute.
        public var average60: Double
        /// Percent of the last five minutes.
        public var average300: Double
        /// Microseconds since the group was made.
        public var total: UInt64
    }

    /// At least one task waited.
    public var some: Line
    /// All tasks waited at once. Older kernels don't tell for the processor.
    public var full: Line?

    /// Reads the text of a pressure file:
    /// `some avg10=0.00 avg60=0.00 avg300=0.00 total=0`. `nil` for other texts.
    init?(_ bytes: [UInt8]) {
        var some: Line?
        var full: Line?
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "))
            if words[0].elementsEqual("some".utf8) { some = Line(words) }
            if words[0].elementsEqual("full".utf8) { full = Line(words) }
        }
        guard let some else { return nil }
        self.some = some
        self.full = full
    }
}

extension Pressure.Line {
    fileprivate init?(_ words: [ArraySlice<UInt8>]) {
        func value(_ key: String) -> Substring? {
            words.first { $0.starts(with: key.utf8) }.map {
                Substring(decoding: $0.dropFirst(key.utf8.count), as: UTF8.self)
            }
        }
        guard let average10 = value("avg10=").flatMap(Double.init),
            let average60 = value("avg60=").flatMap(Double.init),
            let average300 = value("avg300=").flatMap(Double.init), let total = value("total=").flatMap({ UInt64($0) })
        else { return nil }
        self.init(average10: average10, average60: average60, average300: average300, total: total)
    }
}

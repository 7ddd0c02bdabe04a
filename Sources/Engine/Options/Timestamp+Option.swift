import Glibc
import LinuxSystem

extension Timestamp {
    /// A time as Docker's options have it: a duration back from now (`10m`), seconds since 1970 with or
    /// without decimals, or a time of RFC 3339, of which the end may be left out. Without a zone it's
    /// the caller's own time. `nil` for another text.
    public init?(option text: String) {
        if let time = Self.ago(text) ?? Self.sinceEpoch(text) ?? Timestamp(parsing: text) {
            self = time
            return
        }
        for ending in ["Z", ":00Z", ":00:00Z", "T00:00:00Z"] {
            guard let time = Timestamp(parsing: text + ending) else { continue }
            // A date with a zone's letter would be one with an ending twice.
            guard text.last?.isNumber == true else { return nil }
            self = time.takenAsLocal
            return
        }
        return nil
    }

    private static func ago(_ text: String) -> Timestamp? {
        let isAhead = text.hasPrefix("-")
        guard let duration = Duration(option: isAhead ? String(text.dropFirst()) : text) else { return nil }
        let length = duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000
        return Timestamp(nanoseconds: Timestamp.now().nanoseconds - (isAhead ? -length : length))
    }

    /// `1136073600.000000001`.
    private static func sinceEpoch(_ text: String) -> Timestamp? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let seconds = Int64(parts[0]) else { return nil }
        var nanoseconds: Int64 = 0
        if parts.count > 1 {
            let digits = parts[1].prefix(9)
            guard !digits.isEmpty, parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int64(digits)
            else { return nil }
            nanoseconds = (digits.count..<9).reduce(value) { value, _ in value * 10 }
        }
        let (scaled, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowsToo) = scaled.addingReportingOverflow(nanoseconds)
        return overflows || overflowsToo ? nil : Timestamp(nanoseconds: sum)
    }

    /// The moment at which the clocks here show what this one has in universal time.
    private var takenAsLocal: Timestamp {
        let fraction = nanoseconds % 1_000_000_000
        var seconds = time_t((nanoseconds - fraction) / 1_000_000_000)
        var shown = tm()
        gmtime_r(&seconds, &shown)
        // Whether it is summer time is for the zone to say.
        shown.tm_isdst = -1
        return Timestamp(nanoseconds: Int64(mktime(&shown)) * 1_000_000_000 + fraction)
    }
}

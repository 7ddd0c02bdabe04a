/// A moment in universal time, to the nanosecond, between the years 1678 and
/// 2262. Its text is RFC 3339's, as image configurations have it.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Parses `2024-02-29T23:59:60.123456789+01:00`. `nil` when the text has
    /// another form or the moment lies outside the range: Docker writes the
    /// year 1 for "never".
    public init?(parsing text: String) {
        var digits = Digits(Array(text.utf8))
        guard let year = digits.take(4), digits.take("-"), let month = digits.take(2), digits.take("-"),
            let day = digits.take(2), digits.take("T") || digits.take("t"),
            let hour = digits.take(2), digits.take(":"), let minute = digits.take(2), digits.take(":"),
            let second = digits.take(2), (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let fraction = digits.take(".") ? digits.takeFraction() : 0
        guard let offset = digits.takeOffset(), digits.isAtEnd else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        let seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (total, overflowsToo) = scaled.addingReportingOverflow(fraction)
        guard !overflow, !overflowsToo else { return nil }
        nanoseconds = total
    }

    /// `2024-02-29T23:59:59.5Z`; the fraction is left out when it is zero.
    public var description: String {
        let seconds = nanoseconds.floorDivided(by: 1_000_000_000)
        let fraction = nanoseconds - seconds * 1_000_000_000
        let days = seconds.floorDivided(by: 86400)
        let second = seconds - days * 86400
        let date = Self.date(days: days)
        var text = "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))T"
        text += "\(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2)):\(Self.padded(second % 60, 2))"
        if fraction != 0 {
            var digits = Self.padded(fraction, 9)
            while digits.last == "0" { digits.removeLast() }
            text += ".\(digits)"
        }
        return text + "Z"
    }

    public static func < (first: Timestamp, second: Timestamp) -> Bool { first.nanoseconds < second.nanoseconds }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

// MARK: - The Gregorian calendar, in years that start in March

extension Timestamp {
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private struct CalendarDate {
        var year: Int64
        var month: Int64
        var day: Int64
    }

    private static func date(days: Int64) -> CalendarDate {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = (shiftedMonth + 2) % 12 + 1
        return CalendarDate(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The text of a timestamp, taken apart from the left.
    private struct Digits {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { rest = bytes[...] }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        mutating func take(_ count: Int) -> Int64? {
            let digits = rest.prefix(count)
            guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            rest.removeFirst(count)
            return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }

        /// The digits after the point, in nanoseconds; finer ones are dropped.
        mutating func takeFraction() -> Int64 {
            var value: Int64 = 0
            var unit: Int64 = 100_000_000
            while let digit = take(1) {
                value += digit * unit
                unit /= 10
            }
            return value
        }

        /// `Z` or `+HH:MM`, in seconds.
        mutating func takeOffset() -> Int64? {
            if take("Z") || take("z") { return 0 }
            let sign: Int64 = take("+") ? 1 : -1
            guard sign == 1 || take("-"), let hours = take(2), take(":"), let minutes = take(2) else { return nil }
            return sign * (hours * 3600 + minutes * 60)
        }
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

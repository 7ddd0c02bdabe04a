import Glibc

/// A moment of the wall clock: nanoseconds since 1970-01-01T00:00:00Z, without
/// leap seconds (clock_gettime(2) CLOCK_REALTIME).
public struct Timestamp: Hashable, Comparable, Sendable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    public static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

    /// RFC 3339 in UTC with nine decimals: `2026-11-21T07:08:09.000000001Z`.
    public var rfc3339: String {
        String(decoding: rfc3339Bytes, as: UTF8.self)
    }

    /// The same as ASCII bytes, for the log's hot path.
    public var rfc3339Bytes: [UInt8] {
        let (seconds, fraction) = nanoseconds.quotientAndFloorRemainder(dividingBy: 1_000_000_000)
        let (days, second) = seconds.quotientAndFloorRemainder(dividingBy: 86_400)
        let date = CivilDate(daysSince1970: days)
        var text = [UInt8]()
        text.reserveCapacity(30)
        text.appendDecimal(date.year, digits: 4)
        text.append(UInt8(ascii: "-"))
        text.appendDecimal(date.month, digits: 2)
        text.append(UInt8(ascii: "-"))
        text.appendDecimal(date.day, digits: 2)
        text.append(UInt8(ascii: "T"))
        text.appendDecimal(second / 3600, digits: 2)
        text.append(UInt8(ascii: ":"))
        text.appendDecimal(second / 60 % 60, digits: 2)
        text.append(UInt8(ascii: ":"))
        text.appendDecimal(second % 60, digits: 2)
        text.append(UInt8(ascii: "."))
        text.appendDecimal(fraction, digits: 9)
        text.append(UInt8(ascii: "Z"))
        return text
    }
}

/// A day of the Gregorian calendar, counted as in Howard Hinnant's
/// "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that begin
/// in March, so that the leap day is the last of its year.
private struct CivilDate {
    let year: Int64
    let month: Int64
    let day: Int64

    init(daysSince1970: Int64) {
        let (era, dayOfEra) = (daysSince1970 + 719_468).quotientAndFloorRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

extension Int64 {
    fileprivate func quotientAndFloorRemainder(dividingBy divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension [UInt8] {
    fileprivate mutating func appendDecimal(_ value: Int64, digits: Int) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}

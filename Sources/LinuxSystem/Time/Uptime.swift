import Glibc

/// A moment on the clock that never jumps and stands while the machine sleeps
/// (clock_gettime(2) CLOCK_MONOTONIC), for waiting: the wall clock may be set
/// back meanwhile.
public struct Uptime: Hashable, Comparable, Sendable {
    /// Nanoseconds since a moment that only means something on this boot.
    public let nanoseconds: Int64

    /// This moment.
    public static func now() -> Uptime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Uptime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// A moment that is too far away to be told is the last one there is.
    public static func + (moment: Uptime, milliseconds: Int64) -> Uptime {
        let (duration, isTooLong) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, isTooLate) = moment.nanoseconds.addingReportingOverflow(duration)
        return Uptime(nanoseconds: isTooLong || isTooLate ? .max : sum)
    }

    public static func < (first: Uptime, second: Uptime) -> Bool { first.nanoseconds < second.nanoseconds }

    /// How long it is until then, rounded up; 0 when it is past.
    public func milliseconds(from now: Uptime) -> Int64 {
        max(0, (nanoseconds - now.nanoseconds + 999_999) / 1_000_000)
    }
}

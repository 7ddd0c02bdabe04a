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

    public static func + (moment: Uptime, milliseconds: Int64) -> Uptime {
        Uptime(nanoseconds: moment.nanoseconds + milliseconds * 1_000_000)
    }

    public static func < (first: Uptime, second: Uptime) -> Bool { first.nanoseconds < second.nanoseconds }

    /// How long it is until then, rounded up; 0 when it is past.
    public func milliseconds(from now: Uptime) -> Int64 {
        max(0, (nanoseconds - now.nanoseconds + 999_999) / 1_000_000)
    }
}

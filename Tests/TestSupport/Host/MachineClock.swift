import Glibc
import LinuxSystem

/// The clock of the whole machine, for tests that have one of their own (`.requiresOwnMachine`).
public enum MachineClock {
    /// Runs the body, which may set the clock, and takes back by how much it did.
    public static func restored<Value>(_ body: () throws -> Value) throws -> Value {
        let before = offset()
        let result = Result { try body() }
        try move(by: before - offset())
        return try result.get()
    }

    /// Sets it forth by so many seconds, or back (clock_settime(2)).
    public static func move(by seconds: Int) throws {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        time.tv_sec += seconds
        try checkErrno(clock_settime(CLOCK_REALTIME, &time), "set", "the machine's clock")
    }

    /// Seconds that it is ahead of the one that nobody sets.
    private static func offset() -> Int {
        var (wall, elapsed) = (timespec(), timespec())
        clock_gettime(CLOCK_REALTIME, &wall)
        clock_gettime(CLOCK_BOOTTIME, &elapsed)
        let nanoseconds = (wall.tv_sec - elapsed.tv_sec) * 1_000_000_000 + wall.tv_nsec - elapsed.tv_nsec
        return (nanoseconds + 500_000_000) / 1_000_000_000
    }
}

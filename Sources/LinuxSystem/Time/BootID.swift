import Glibc

/// Which start of the machine it is: 128 random bits, which the kernel draws
/// anew each time (random(4)).
public enum BootID {
    /// This start's; `nil` where there is no procfs. Read once.
    public static let current: String? = {
        // Who doesn't know it takes nothing for the work of another start.
        guard let file = try? Descriptor.open("/proc/sys/kernel/random/boot_id", [.readOnly]),
            let bytes = try? file.readToEnd(limit: 64, name: "boot_id")
        else { return nil }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }()

    /// When the machine was started, by the wall clock as it goes now.
    public static var time: Timestamp { Timestamp(nanoseconds: Timestamp.now().nanoseconds - elapsed) }

    /// Nanoseconds since then, those included in which the machine slept; nobody sets that clock
    /// (clock_gettime(2), CLOCK_BOOTTIME).
    public static var elapsed: Int64 {
        var elapsed = timespec()
        clock_gettime(CLOCK_BOOTTIME, &elapsed)
        return Int64(elapsed.tv_sec) * 1_000_000_000 + Int64(elapsed.tv_nsec)
    }
}

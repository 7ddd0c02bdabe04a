import Glibc

/// Where the time goes: with `SKIFF_TRACE=FILE` in the environment each mark
/// appends a line to the file: the monotonic clock in nanoseconds, the process
/// and the name of the stage that has just ended. Without it a mark costs one
/// comparison.
public enum Trace {
    /// The stage that ends here.
    public static func mark(_ stage: StaticString) {
        guard file >= 0 else { return }
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let line = "\(time.tv_sec * 1_000_000_000 + time.tv_nsec) \(getpid()) \(stage)\n"
        // A trace that can't be written is no reason to fail.
        _ = line.utf8.withContiguousStorageIfAvailable { write(file, $0.baseAddress, $0.count) }
    }

    /// -1 when nothing is traced.
    private static let file: CInt = {
        guard let path = getenv("SKIFF_TRACE") else { return -1 }
        return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }()
}

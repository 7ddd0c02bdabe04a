/// A number of bytes for a reader, in binary units with at most one decimal:
/// `64 MiB`, `1.5 GiB`, `512 B`.
func byteText(_ bytes: UInt64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var power = 0
    while power < units.count - 1, bytes >> (10 * UInt64(power + 1)) > 0 { power += 1 }
    let unit = UInt64(1) << (10 * UInt64(power))
    let whole = bytes / unit
    let tenths = bytes % unit * 10 / unit
    let decimal = tenths == 0 ? "" : ".\(tenths)"
    return "\(whole)\(decimal) \(units[power])"
}

/// Nanoseconds for a reader, in seconds with milliseconds: `1.234 s`.
func secondsText(nanoseconds: UInt64) -> String {
    let milliseconds = String(nanoseconds / 1_000_000 % 1000)
    let padding = String(repeating: "0", count: 3 - milliseconds.count)
    return "\(nanoseconds / 1_000_000_000).\(padding)\(milliseconds) s"
}

/// Numbers of bytes for readers outside this target.
public enum ByteCount {
    /// `64 MiB`, `1.5 GiB`, `512 B`.
    public static func text(_ bytes: UInt64) -> String { byteText(bytes) }
}

import LinuxSystem

/// Writes times for the log: RFC 3339 with all nine decimals, so that the order
/// of the texts is that of the times. What changes once a second is made once a
/// second.
public struct LogClock {
    /// Bytes of a time.
    public static let length = 30

    private var second = Int64.min
    private var text = [UInt8](repeating: 0, count: length)

    public init() {}

    /// The time's text, such as `2026-01-31T12:00:00.000000001Z`.
    public mutating func text(of time: Timestamp) -> [UInt8] {
        let unit: Int64 = 1_000_000_000
        // A clock may stand before 1970.
        var fraction = time.nanoseconds % unit
        if fraction < 0 { fraction += unit }
        let second = (time.nanoseconds - fraction) / unit
        if second != self.second {
            // Without a fraction: `…:00Z`.
            let whole = Timestamp(nanoseconds: second * unit).description.utf8
            for (index, byte) in whole.dropLast().enumerated() { text[index] = byte }
            text[19] = UInt8(ascii: ".")
            text[29] = UInt8(ascii: "Z")
            self.second = second
        }
        for index in stride(from: 28, to: 19, by: -1) {
            text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10)
            fraction /= 10
        }
        return text
    }
}

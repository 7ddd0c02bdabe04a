import LinuxSystem

/// How many questions a container may ask: more than any program does, and less
/// than its supervisor would be busy with.
struct QuestionRate {
    /// A second.
    static let rate: Int64 = 10_000
    /// At once.
    static let most: Int64 = 1_000

    private var left = most
    /// When there was last nothing left, or the first question.
    private var counted: Uptime?

    /// Counts a question; whether it is heard.
    mutating func allows(_ now: Uptime) -> Bool {
        let since = counted ?? now
        counted = since
        if left == 0 {
            // A second is enough to have all of them again.
            let nanoseconds = min(now.nanoseconds - since.nanoseconds, 1_000_000_000)
            left = min(Self.most, nanoseconds * Self.rate / 1_000_000_000)
            if left > 0 { counted = now }
        }
        guard left > 0 else { return false }
        left -= 1
        return true
    }
}

import CommandLine
import LinuxSystem

extension Timestamp {
    /// `3 minutes`, until now.
    var duration: String {
        Duration.nanoseconds(max(0, Timestamp.now().nanoseconds - nanoseconds)).approximateText
    }

    /// `3 minutes ago`.
    var age: String { duration + " ago" }

    /// `2026-01-31 23:59:59 +0000 UTC`, as Docker's lists have it.
    var listText: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) +0000 UTC"
    }
}

extension Timestamp? {
    /// The age of an image or of one of its layers. One that is to be reproducible says 1970, which tells
    /// nothing; Docker shows the same.
    var imageAge: String { meaningful?.age ?? "N/A" }

    /// When it was made, as Docker's lists have it.
    var imageTime: String { meaningful?.listText ?? "N/A" }

    private var meaningful: Timestamp? { flatMap { $0.nanoseconds > 0 ? $0 : nil } }
}

/// The end of what a container writes, of which the last lines are told when it
/// dies.
struct OutputTail {
    private var bytes: [UInt8] = []

    /// Ten lines of usual length.
    private static let longest = 4096
    private static let mostLines = 10

    mutating func append(_ more: ArraySlice<UInt8>) {
        bytes += more.suffix(Self.longest)
        // Seldom moved, so that it costs little.
        if bytes.count > 2 * Self.longest { bytes.removeFirst(bytes.count - Self.longest) }
    }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    /// The last lines; of a long one the end.
    var lines: [String] {
        bytes.suffix(Self.longest).split(separator: UInt8(ascii: "\n")).suffix(Self.mostLines).map { line in
            let text = String(decoding: line, as: UTF8.self)
            return text.last == "\r" ? String(text.dropLast()) : text
        }
    }
}

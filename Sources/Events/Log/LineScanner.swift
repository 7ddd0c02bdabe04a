/// Takes the beginning of a line apart, byte by byte: what every write has to
/// look at is not worth a JSON value.
struct LineScanner {
    private var rest: ArraySlice<UInt8>

    init(_ line: ArraySlice<UInt8>) { rest = line }

    var isAtEnd: Bool { rest.isEmpty }

    /// Whether the text comes next; it is passed then.
    mutating func take(_ text: StaticString) -> Bool {
        let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard rest.starts(with: expected) else { return false }
        rest.removeFirst(expected.count)
        return true
    }

    /// The digits that come next; `nil` when there are none, or too many.
    mutating func takeNumber() -> Int64? {
        var number: Int64 = 0
        var count = 0
        while let byte = rest.first, 0x30...0x39 ~= byte {
            guard count < 18 else { return nil }
            number = number * 10 + Int64(byte - 0x30)
            count += 1
            rest.removeFirst()
        }
        return count > 0 ? number : nil
    }

    /// The sequence number of an event's line; `nil` for any other line.
    static func sequence(of line: ArraySlice<UInt8>) -> Int64? {
        var scanner = LineScanner(line)
        guard scanner.take("{\"seq\":") else { return nil }
        return scanner.takeNumber()
    }
}

/// The first line of each file: `{"first":123,"lost":"000000"}`.
struct LogHeader: Hashable {
    /// The sequence number that the file's first event has, or will have.
    let first: Int64
    /// Events that could not be written since the last one that was, as the
    /// next one is going to tell. It stands at a fixed place, where it can be
    /// changed on a full disk, too.
    var lost: Int64
    /// Bytes of the line, with its newline.
    let length: Int

    /// Enough for any header.
    static let limit = 64
    private static let lostDigits = 6
    private static let end = "\"}\n"

    init(first: Int64, lost: Int64) {
        self.first = first
        self.lost = lost
        length = "{\"first\":\(first),\"lost\":\"".utf8.count + Self.lostDigits + Self.end.utf8.count
    }

    /// - Parameter bytes: the file's first ones. `nil` when it has no header:
    ///   a power failure has taken it.
    init?(parsing bytes: ArraySlice<UInt8>) {
        var scanner = LineScanner(bytes)
        guard scanner.take("{\"first\":"), let first = scanner.takeNumber(), scanner.take(",\"lost\":\""),
            let lost = scanner.takeNumber(), scanner.take("\"}\n")
        else { return nil }
        self.init(first: first, lost: lost)
    }

    var bytes: [UInt8] { Array("{\"first\":\(first),\"lost\":\"".utf8) + lostField + Array(Self.end.utf8) }

    /// The digits of `lost`.
    var lostField: [UInt8] {
        let digits = String(min(lost, 999_999))
        return Array((String(repeating: "0", count: Self.lostDigits - digits.utf8.count) + digits).utf8)
    }

    /// Where they stand in the file.
    var lostOffset: Int64 { Int64(length - Self.lostDigits - Self.end.utf8.count) }
}

/// How a supervisor tells its visitors of the end: fixed numbers, then two
/// texts with their lengths. (JSON would cost both sides more than all else
/// that they do at the end.)
extension ExitRecord {
    var packed: [UInt8] {
        var writer = PackedWriter()
        writer.append(Int64(exitCode))
        writer.append(Int64(signal ?? 0))
        writer.append(startedAt ?? -1)
        writer.append(finishedAt)
        writer.append(oomKilled ? 1 : 0)
        writer.append(Int64(restartCount))
        writer.append(wasStopped ? 1 : 0)
        writer.append(error)
        writer.append(cause)
        return writer.bytes
    }

    /// `nil` when the bytes are none of ours.
    init?(unpacking bytes: ArraySlice<UInt8>) {
        var reader = PackedReader(bytes)
        guard let code = reader.number().flatMap(Int32.init(exactly:)),
            let signal = reader.number().flatMap(Int32.init(exactly:)), let startedAt = reader.number(),
            let finishedAt = reader.number(), let oomKilled = reader.number(),
            let restartCount = reader.number().flatMap(Int.init(exactly:)), let wasStopped = reader.number(),
            case .some(let error) = reader.text(), case .some(let cause) = reader.text()
        else { return nil }
        self.init(
            exitCode: code, signal: signal == 0 ? nil : signal, startedAt: startedAt < 0 ? nil : startedAt,
            finishedAt: finishedAt, oomKilled: oomKilled != 0, error: error, cause: cause)
        self.restartCount = restartCount
        self.wasStopped = wasStopped != 0
    }
}

private struct PackedWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: Int64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// An absent text has the length -1.
    mutating func append(_ text: String?) {
        append(text.map { Int64($0.utf8.count) } ?? -1)
        if let text { bytes.append(contentsOf: text.utf8) }
    }
}

private struct PackedReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func number() -> Int64? {
        guard rest.count >= 8 else { return nil }
        defer { rest = rest.dropFirst(8) }
        return rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int64($1) }
    }

    /// `nil`: malformed; `.some(nil)`: absent.
    mutating func text() -> String?? {
        guard let length = number(), length <= rest.count else { return nil }
        if length < 0 { return .some(nil) }
        defer { rest = rest.dropFirst(Int(length)) }
        return String(decoding: rest.prefix(Int(length)), as: UTF8.self)
    }
}

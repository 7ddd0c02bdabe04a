/// A buffer that slides over a source: its reader looks at bytes where they
/// lie and says how many it is done with. Nothing is copied but the rest that
/// moves to the front when more must be contiguous than is left.
public final class ByteWindow {
    private let source: any ByteSource
    private let buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    /// How many bytes have been consumed since the source began.
    public private(set) var position: Int64 = 0

    /// - Parameter capacity: bytes; the most that `require` can ask for.
    public init(_ source: any ByteSource, capacity: Int = 256 * 1024) {
        self.source = source
        buffer = .allocate(byteCount: capacity, alignment: 4096)
    }

    deinit {
        buffer.deallocate()
    }

    /// The bytes at hand, valid until the next call.
    public var available: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

    /// Makes that many bytes available, reading as often as is needed.
    /// - Returns: false when the source ends before.
    public func require(_ count: Int) throws(ArchiveError) -> Bool {
        precondition(count <= buffer.count, "more is required than the window can hold")
        while end - start < count {
            if start > 0 {
                buffer.copyMemory(from: available)
                end -= start
                start = 0
            }
            let added = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
            if added == 0 { return false }
            end += added
        }
        return true
    }

    /// Marks bytes that are available as done with.
    public func consume(_ count: Int) {
        precondition(count <= end - start, "more is consumed than is available")
        start += count
        position += Int64(count)
        if start == end {
            start = 0
            end = 0
        }
    }

    /// The next bytes, as many as lie together but at most `limit`, consumed
    /// and valid until the next call; `nil` at the end.
    public func next(atMost limit: Int64) throws(ArchiveError) -> UnsafeRawBufferPointer? {
        guard try require(1) else { return nil }
        let count = Int(min(limit, Int64(end - start)))
        let chunk = UnsafeRawBufferPointer(rebasing: buffer[start..<start + count])
        consume(count)
        return chunk
    }

    /// Leaves out that many bytes.
    /// - Returns: false when the source ends before.
    public func skip(_ count: Int64) throws(ArchiveError) -> Bool {
        let buffered = Int(min(count, Int64(end - start)))
        consume(buffered)
        var rest = count - Int64(buffered)
        if rest > 0 {
            let jumped = try source.skip(rest)
            position += jumped
            rest -= jumped
        }
        while rest > 0 {
            guard let chunk = try next(atMost: rest) else { return false }
            rest -= Int64(chunk.count)
        }
        return true
    }
}

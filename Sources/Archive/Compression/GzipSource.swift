import CZlib

/// The content of a gzip file: all of its members, one after the other. Each
/// member's checksum and length are verified by zlib.
final class GzipSource: ByteSource {
    private let window: ByteWindow
    /// zlib keeps a pointer back to the structure, so it must not move.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var isInMember = true

    init(_ window: ByteWindow) throws(ArchiveError) {
        self.window = window
        stream.initialize(to: z_stream())
        // 15: the largest window; 16 more: a gzip header and nothing else.
        let result = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw .unsupported("zlib cannot start (error \(result))") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(buffer.count)
        while stream.pointee.avail_out == buffer.count {
            if !isInMember, try !startNextMember() { return 0 }
            guard try window.require(1) else { throw .truncated("a gzip stream") }
            try inflateAvailable()
        }
        return buffer.count - Int(stream.pointee.avail_out)
    }

    private func inflateAvailable() throws(ArchiveError) {
        let input = window.available
        // zlib only reads through this pointer, which its header doesn't say.
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(
            to: UInt8.self)
        stream.pointee.avail_in = UInt32(input.count)
        let result = inflate(stream, Z_NO_FLUSH)
        window.consume(input.count - Int(stream.pointee.avail_in))
        switch result {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: isInMember = false
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(result)"
            throw .malformed("its gzip stream is not valid (\(reason))")
        }
    }

    /// gzip(1) pads files with zeros to the size of a tape's block.
    private func startNextMember() throws(ArchiveError) -> Bool {
        while try window.require(1), window.available[0] == 0 { window.consume(1) }
        guard try window.require(1) else { return false }
        guard window.available[0] == 0x1f else { throw .malformed("something follows its gzip stream") }
        inflateReset(stream)
        isInMember = true
        return true
    }
}

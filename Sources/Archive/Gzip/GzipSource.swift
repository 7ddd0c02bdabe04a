import CDeflate
import CInflate

/// The content of a gzip file (RFC 1952): all of its members, one after the
/// other, each compared with the checksum and the length behind it.
final class GzipSource: ByteSource {
    private let window: ByteWindow
    private let inflate: OpaquePointer
    /// Content that is decompressed and not yet read; in the decompressor's memory.
    private var rest = UnsafeRawBufferPointer(start: nil, count: 0)
    private var hasMember = false
    private var isInMember = false
    private var checksum: UInt32 = 0
    /// Of the member's content, as far as its trailer counts: modulo 2³².
    private var length: UInt32 = 0

    /// - Parameter window: at the first member's header.
    init(_ window: ByteWindow) throws(ArchiveError) {
        guard let inflate = skiff_inflate_new() else { throw .unsupported("no memory to decompress gzip with") }
        self.window = window
        self.inflate = inflate
    }

    deinit {
        skiff_inflate_free(inflate)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        while rest.isEmpty {
            if !isInMember, try !startMember() { return 0 }
            try readMember()
        }
        let count = min(buffer.count, rest.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return count
    }

    /// - Returns: false at the end.
    private func startMember() throws(ArchiveError) -> Bool {
        if hasMember {
            // gzip(1) pads files with zeros to the size of a tape's block.
            while try window.require(1), window.available[0] == 0 { window.consume(1) }
            guard try window.require(1) else { return false }
            guard window.available[0] == GzipHeader.magic[0] else {
                throw .malformed("something follows its gzip stream")
            }
        }
        try GzipHeader.consume(from: window)
        skiff_inflate_reset(inflate)
        checksum = 0
        length = 0
        hasMember = true
        isInMember = true
        return true
    }

    /// Decompresses what one window of the decompressor holds, or less.
    private func readMember() throws(ArchiveError) {
        var output = skiff_inflate_output()
        let status = decompress(into: &output)
        rest = UnsafeRawBufferPointer(start: output.bytes, count: output.count)
        checksum = libdeflate_crc32(checksum, output.bytes, output.count)
        length &+= UInt32(truncatingIfNeeded: output.count)
        switch status {
        case SKIFF_INFLATE_FULL: break
        case SKIFF_INFLATE_END: try endMember()
        case SKIFF_INFLATE_WANTS_INPUT:
            guard try window.require(window.available.count + 1) else { throw .truncated("a gzip stream") }
        default: throw .malformed("its gzip stream has \(String(cString: skiff_inflate_problem(inflate)))")
        }
    }

    private func decompress(into output: inout skiff_inflate_output) -> skiff_inflate_status {
        window.available.withMemoryRebound(to: UInt8.self) { input in
            // Without any input there is no pointer either; the end is as good as the start.
            guard let start = input.baseAddress else { return SKIFF_INFLATE_WANTS_INPUT }
            var next = start
            let status = skiff_inflate(inflate, &next, start + input.count, &output)
            window.consume(next - start)
            return status
        }
    }

    /// Compares the content with the eight bytes behind it.
    private func endMember() throws(ArchiveError) {
        guard try window.require(8) else { throw .truncated("a gzip stream") }
        let trailer = window.available
        guard trailer.loadUnaligned(as: UInt32.self).littleEndian == checksum else {
            throw .malformed("the content of its gzip stream doesn't match its checksum")
        }
        guard trailer.loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian == length else {
            throw .malformed("the content of its gzip stream is not as long as it says")
        }
        window.consume(8)
        isInMember = false
    }
}

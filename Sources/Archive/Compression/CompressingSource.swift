import CZlib
import CZstd

/// Another source's bytes, compressed on the way. The same bytes always become
/// the same: no time and no name is in them.
public final class CompressingSource: ByteSource {
    private let window: ByteWindow
    private let encoder: any Encoder
    private var isFinished = false

    /// - Parameter compression: gzip or zstd.
    public init(_ source: any ByteSource, with compression: Compression) throws(ArchiveError) {
        window = ByteWindow(source)
        switch compression {
        case .none: throw .unsupported("there is nothing to compress with")
        case .gzip: encoder = try GzipEncoder()
        case .zstd: encoder = try ZstdEncoder()
        }
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        var written = 0
        while written == 0, !isFinished {
            let isLast = try !window.require(1)
            let step = try encoder.encode(window.available, isLast: isLast, into: buffer)
            window.consume(step.consumed)
            written = step.written
            isFinished = step.isFinished
        }
        return written
    }
}

/// What one call of a library did.
private struct EncodingStep {
    let consumed: Int
    let written: Int
    /// All that went in has come out.
    let isFinished: Bool
}

private protocol Encoder: AnyObject {
    /// - Parameter isLast: nothing follows the input.
    func encode(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) throws(ArchiveError) -> EncodingStep
}

/// RFC 1952, at zlib's usual level.
private final class GzipEncoder: Encoder {
    /// zlib keeps a pointer back to the structure, so it must not move.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init() throws(ArchiveError) {
        stream.initialize(to: z_stream())
        // 15: the largest window; 16 more: a gzip header.
        let result = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw .unsupported("zlib cannot start (error \(result))") }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func encode(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) throws(ArchiveError) -> EncodingStep {
        // zlib only reads through this pointer, which its header doesn't say.
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(
            to: UInt8.self)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let result = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        guard [Z_OK, Z_BUF_ERROR, Z_STREAM_END].contains(result) else {
            throw .unsupported("zlib cannot compress (error \(result))")
        }
        return EncodingStep(
            consumed: input.count - Int(stream.pointee.avail_in), written: output.count - Int(stream.pointee.avail_out),
            isFinished: result == Z_STREAM_END)
    }
}

/// RFC 8878, at libzstd's usual level.
private final class ZstdEncoder: Encoder {
    private let context: OpaquePointer

    init() throws(ArchiveError) {
        guard let context = ZSTD_createCCtx() else { throw .unsupported("zstd has no memory to start with") }
        self.context = context
    }

    deinit {
        ZSTD_freeCCtx(context)
    }

    func encode(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) throws(ArchiveError) -> EncodingStep {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let rest = ZSTD_compressStream2(context, &target, &source, isLast ? ZSTD_e_end : ZSTD_e_continue)
        guard ZSTD_isError(rest) == 0 else { throw .unsupported("zstd cannot compress") }
        return EncodingStep(consumed: source.pos, written: target.pos, isFinished: isLast && rest == 0)
    }
}

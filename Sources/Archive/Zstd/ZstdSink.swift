import CZstd

/// Compresses with zstd, as one frame.
///
/// Level 3 is zstd's own default, and the one that registries have most of. The
/// frame has no checksum: a layer's digests say more. Other threads would
/// take 40 to 60 MiB, or blocks so short that a tenth more is written.
final class ZstdSink: ByteSink {
    private static let level: Int32 = 3

    private let sink: any ByteSink
    private let context: OpaquePointer
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: ZSTD_CStreamOutSize(), alignment: 16)

    init(_ sink: any ByteSink) throws(ArchiveError) {
        guard let context = ZSTD_createCCtx() else { throw .unsupported("no memory to compress with zstd") }
        self.sink = sink
        self.context = context
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Self.level)
    }

    deinit {
        ZSTD_freeCCtx(context)
        output.deallocate()
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
        while input.pos < input.size { _ = try compress(&input, ZSTD_e_continue) }
    }

    func finish() throws(ArchiveError) {
        var input = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
        while try compress(&input, ZSTD_e_end) > 0 {}
        try sink.finish()
    }

    /// - Returns: the number of bytes that zstd still holds back, or more.
    private func compress(
        _ input: inout ZSTD_inBuffer, _ directive: ZSTD_EndDirective
    ) throws(ArchiveError) -> Int {
        var buffer = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let rest = ZSTD_compressStream2(context, &buffer, &input, directive)
        guard ZSTD_isError(rest) == 0 else {
            throw .unsupported("zstd cannot compress (\(String(cString: ZSTD_getErrorName(rest))))")
        }
        if buffer.pos > 0 { try sink.write(UnsafeRawBufferPointer(rebasing: output[..<buffer.pos])) }
        return rest
    }
}

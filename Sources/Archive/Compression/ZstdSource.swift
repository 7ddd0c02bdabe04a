import CZstd

/// The content of a zstd file: all of its frames, one after the other. Windows
/// of more than 128 MiB are refused, as zstd(1) does, so that an archive
/// cannot ask for any amount of memory.
final class ZstdSource: ByteSource {
    private let window: ByteWindow
    private let context: OpaquePointer
    private var isInFrame = false

    init(_ window: ByteWindow) throws(ArchiveError) {
        self.window = window
        guard let context = ZSTD_createDCtx() else { throw .unsupported("zstd has no memory to start with") }
        self.context = context
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
        while output.pos == 0 {
            // The end of the input is no end of the output: zstd may hold some back.
            let hasInput = try window.require(1)
            if !hasInput, !isInFrame { return 0 }
            var input = ZSTD_inBuffer(src: window.available.baseAddress, size: window.available.count, pos: 0)
            let result = ZSTD_decompressStream(context, &output, &input)
            guard ZSTD_isError(result) == 0 else {
                throw .malformed("its zstd stream is not valid (\(String(cString: ZSTD_getErrorName(result))))")
            }
            window.consume(input.pos)
            isInFrame = result != 0
            if !hasInput, isInFrame, output.pos == 0 { throw .truncated("a zstd stream") }
        }
        return output.pos
    }
}

import CZstd
import LinuxSystem

/// The content of a zstd file (RFC 8878): all of its frames, one after the other.
///
/// An archive says itself how much memory its decoder needs. Frames with a
/// window of more than 32 MiB are refused, and of those with more than 8 MiB,
/// which takes zstd's highest levels or `--long`, only one is decoded in this
/// process at a time; whoever reads another waits. So a source with such a frame
/// must be read on, or let go of, without waiting for another one.
final class ZstdSource: ByteSource {
    private static let windowLimit: UInt64 = 32 << 20
    private static let sharedWindow: UInt64 = 8 << 20
    private static let largeWindow = Semaphore(1)

    private let window: ByteWindow
    private var context: OpaquePointer
    private var isInFrame = false
    private var holdsLargeWindow = false

    /// - Parameter window: at the first frame's header.
    init(_ window: ByteWindow) throws(ArchiveError) {
        self.window = window
        context = try Self.makeContext()
    }

    deinit {
        ZSTD_freeDCtx(context)
        if holdsLargeWindow { Self.largeWindow.signal() }
    }

    private static func makeContext() throws(ArchiveError) -> OpaquePointer {
        guard let context = ZSTD_createDCtx() else { throw .unsupported("no memory to decompress zstd with") }
        return context
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
        while output.pos == 0 {
            if !isInFrame, try !startFrame() { return 0 }
            // The end of the input is no end of the output: zstd may hold some back.
            let hasInput = try window.require(1)
            var input = ZSTD_inBuffer(src: window.available.baseAddress, size: window.available.count, pos: 0)
            let result = ZSTD_decompressStream(context, &output, &input)
            guard ZSTD_isError(result) == 0 else {
                throw .malformed("its zstd stream is not valid (\(String(cString: ZSTD_getErrorName(result))))")
            }
            window.consume(input.pos)
            if result == 0 {
                try endFrame()
            } else if !hasInput, output.pos == 0 {
                throw .truncated("a zstd stream")
            }
        }
        return output.pos
    }

    /// Looks at the next frame with content before zstd does.
    /// - Returns: false at the end.
    private func startFrame() throws(ArchiveError) -> Bool {
        while true {
            // The last frame may be shorter than the longest header.
            guard try window.require(ZstdFrame.headerLimit) || !window.available.isEmpty else { return false }
            switch try ZstdFrame(window.available) {
            case .skippable(let length):
                guard try window.skip(length) else { throw .truncated("a zstd stream") }
            case .content(let size):
                guard size <= Self.windowLimit else {
                    throw .unsupported(
                        "the archive's zstd stream takes \(size >> 20) MiB of memory to decompress, more than the "
                            + "\(Self.windowLimit >> 20) MiB that are permitted; compress it without --long or --ultra")
                }
                if size > Self.sharedWindow {
                    Self.largeWindow.wait()
                    holdsLargeWindow = true
                }
                isInFrame = true
                return true
            }
        }
    }

    /// A context keeps the memory of the largest frame it has seen.
    private func endFrame() throws(ArchiveError) {
        isInFrame = false
        guard holdsLargeWindow else { return }
        let large = context
        context = try Self.makeContext()
        ZSTD_freeDCtx(large)
        Self.largeWindow.signal()
        holdsLargeWindow = false
    }
}

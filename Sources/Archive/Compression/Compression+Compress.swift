import CZlib
import CZstd

extension Compression {
    /// All of the bytes, compressed at the usual level.
    public func compress(_ bytes: [UInt8]) throws(ArchiveError) -> [UInt8] {
        switch self {
        case .none: bytes
        case .gzip: try Self.gzip(bytes)
        case .zstd: try Self.zstd(bytes)
        }
    }

    private static func gzip(_ bytes: [UInt8]) throws(ArchiveError) -> [UInt8] {
        var stream = z_stream()
        var result = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw .unsupported("zlib cannot start (error \(result))") }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        let capacity = output.count
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                result = deflate(&stream, Z_FINISH)
            }
        }
        guard result == Z_STREAM_END else { throw .unsupported("zlib cannot compress (error \(result))") }
        return Array(output[..<(capacity - Int(stream.avail_out))])
    }

    private static func zstd(_ bytes: [UInt8]) throws(ArchiveError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = ZSTD_compress(&output, output.count, bytes, bytes.count, ZSTD_defaultCLevel())
        guard ZSTD_isError(count) == 0 else { throw .unsupported("zstd cannot compress") }
        return Array(output[..<count])
    }
}

import CZlib
import Testing

/// What a decompressor says of a raw deflate stream; zlib is the measure.
public struct Inflated: Equatable {
    public enum Outcome: Sendable {
        case ended
        case truncated
        case refused
    }

    public var outcome: Outcome
    /// What came out until then.
    public var content: [UInt8] = []
    /// How many bytes of the stream were read.
    public var used = 0

    public init(_ outcome: Outcome) {
        self.outcome = outcome
    }

    /// By zlib, all at once.
    public init(zlib stream: [UInt8]) {
        self.init(.truncated)
        var state = z_stream()
        inflateInit2_(&state, -15, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        defer { inflateEnd(&state) }
        var input = stream
        var result: Int32 = 0
        content = [UInt8](unsafeUninitializedCapacity: 1 << 22) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                state.next_in = input.baseAddress
                state.avail_in = UInt32(input.count)
                state.next_out = output.baseAddress
                state.avail_out = UInt32(output.count)
                result = inflate(&state, Z_NO_FLUSH)
            }
            count = output.count - Int(state.avail_out)
        }
        used = stream.count - Int(state.avail_in)
        outcome = result == Z_STREAM_END ? .ended : result == Z_OK || result == Z_BUF_ERROR ? .truncated : .refused
    }
}

/// How zlib compresses.
public struct Deflating: CustomTestStringConvertible, Sendable {
    /// And what else deflateInit2 takes.
    public var level: Int32
    public var strategy: Int32 = Z_DEFAULT_STRATEGY
    var memory: Int32 = 8

    public var testDescription: String { "level \(level), strategy \(strategy), memory \(memory)" }

    /// Each level and each strategy.
    public static let all =
        (0...9).map { Deflating(level: $0) }
        + [Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED].flatMap {
            [Deflating(level: 6, strategy: $0), Deflating(level: 6, strategy: $0, memory: 1)]
        }

    /// A raw deflate stream of the bytes.
    public func stream(_ bytes: [UInt8]) -> [UInt8] {
        var state = z_stream()
        deflateInit2_(
            &state, level, Z_DEFLATED, -15, memory, strategy, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&state) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&state, UInt(bytes.count))) + 64)
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                state.next_in = input.baseAddress
                state.next_out = output.baseAddress
                state.avail_out = UInt32(output.count)
                // Flushes between make blocks that are empty and stored.
                state.avail_in = UInt32(input.count / 2)
                deflate(&state, Z_SYNC_FLUSH)
                state.avail_in = UInt32(input.count - input.count / 2)
                deflate(&state, Z_FINISH)
            }
        }
        return Array(output.dropLast(Int(state.avail_out)))
    }
}

import CInflate
import CZlib
import Testing

/// What a decompressor says of a raw deflate stream.
struct Inflated: Equatable {
    enum Outcome {
        case ended, truncated, refused
    }

    var outcome: Outcome
    /// What came out until then.
    var content: [UInt8] = []
    /// How many bytes of the stream were read.
    var used = 0

    /// By CInflate, which gets the stream in pieces.
    /// - Parameter pieces: how many bytes more it gets, each time that it wants any.
    init(own stream: [UInt8], pieces: Int) {
        self.init(outcome: .truncated)
        guard let inflate = skiff_inflate_new() else { return }
        defer { skiff_inflate_free(inflate) }
        var offered = 0
        while true {
            // A copy of the very length, so that a sanitizer sees what is read behind it.
            let input = Array(stream[used..<max(used, offered)])
            var output = skiff_inflate_output()
            var status = SKIFF_INFLATE_INVALID
            input.withUnsafeBufferPointer { input in
                withUnsafePointer(to: 0 as UInt8) { nothing in
                    let start = input.baseAddress ?? nothing
                    var next = start
                    status = skiff_inflate(inflate, &next, start + input.count, &output)
                    used += next - start
                }
            }
            content += UnsafeBufferPointer(start: output.bytes, count: output.count)
            switch status {
            case SKIFF_INFLATE_FULL: continue
            case SKIFF_INFLATE_END: outcome = .ended
            case SKIFF_INFLATE_WANTS_INPUT where offered < stream.count:
                offered = min(stream.count, offered + pieces)
                continue
            case SKIFF_INFLATE_WANTS_INPUT: outcome = .truncated
            default: outcome = .refused
            }
            return
        }
    }

    /// By zlib, all at once.
    init(zlib stream: [UInt8]) {
        self.init(outcome: .truncated)
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

    private init(outcome: Outcome) {
        self.outcome = outcome
    }
}

/// How zlib compresses.
struct Deflating: CustomTestStringConvertible {
    var level: Int32
    var strategy: Int32 = Z_DEFAULT_STRATEGY
    var memory: Int32 = 8

    var testDescription: String { "level \(level), strategy \(strategy), memory \(memory)" }

    static let all =
        (0...9).map { Deflating(level: $0) }
        + [Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED].flatMap {
            [Deflating(level: 6, strategy: $0), Deflating(level: 6, strategy: $0, memory: 1)]
        }

    /// A raw deflate stream of the bytes.
    func stream(_ bytes: [UInt8]) -> [UInt8] {
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

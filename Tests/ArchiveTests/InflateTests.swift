import ArchiveFixtures
import CInflate
import Testing

/// zlib is the measure of CInflate: both read every stream alike.
@Suite("inflate")
struct InflateTests {
    @Test("zlib's streams are read, whatever they are made with and in pieces of any length", arguments: Deflating.all)
    func streams(deflating: Deflating) {
        for content in Sample.all {
            let stream = deflating.stream(content)
            for pieces in [1, 7, 600, 1 << 20] where pieces > 1 || stream.count < 3000 {
                let own = Inflated(own: stream + [1, 2, 3], pieces: pieces)
                #expect(own.outcome == .ended, "in pieces of \(pieces)")
                #expect(own.used == stream.count)
                #expect(own.content == content)
            }
        }
    }

    @Test("what zlib refuses is refused, and what it accepts gives the same bytes", arguments: Deflating.all)
    func mutations(deflating: Deflating) {
        var random = SeededGenerator(seed: UInt64(deflating.level) << 8 | UInt64(deflating.strategy))
        for content in Sample.all {
            let stream = deflating.stream(Array(content.prefix(20_000)))
            for _ in 0..<10 {
                let mutated = mutate(stream, &random)
                compare(mutated, pieces: Int.random(in: 1...2000, using: &random))
            }
        }
    }

    @Test("random bytes are judged as zlib judges them")
    func randomBytes() {
        var random = SeededGenerator(seed: 1)
        for round in 0..<4_000 {
            var bytes = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            // Most would be refused at once if all kinds of blocks were as likely.
            if round % 4 > 0 { bytes[0] = bytes[0] & 0xf8 | (round % 4 == 1 ? 5 : 3) }
            compare(bytes, pieces: Int.random(in: 1...64, using: &random))
        }
    }

    @Test("each fault of a stream has a name", arguments: Fault.all)
    func faults(fault: Fault) {
        let inflate = skiff_inflate_new()
        defer { skiff_inflate_free(inflate) }
        guard let inflate else { return }
        let status = fault.stream.withUnsafeBufferPointer { input in
            var output = skiff_inflate_output()
            guard var next = input.baseAddress else { return SKIFF_INFLATE_END }
            return skiff_inflate(inflate, &next, next + input.count, &output)
        }
        #expect(status == SKIFF_INFLATE_INVALID)
        #expect(String(cString: skiff_inflate_problem(inflate)) == fault.problem)
        #expect(Inflated(zlib: fault.stream).outcome == .refused)
    }

    private func mutate(_ stream: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var stream = stream
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return Array(stream.prefix(Int.random(in: 0..<stream.count, using: &random)))
        case 1: stream.remove(at: Int.random(in: 0..<stream.count, using: &random))
        default:
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                // The first bytes are a block's header, where there is most to get wrong.
                let end = Bool.random(using: &random) ? min(100, stream.count) : stream.count
                stream[Int.random(in: 0..<end, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        }
        return stream
    }

    private func compare(_ stream: [UInt8], pieces: Int) {
        let own = Inflated(own: stream, pieces: pieces)
        let zlib = Inflated(zlib: stream)
        #expect((own.outcome == .ended) == (zlib.outcome == .ended), "\(stream)")
        if zlib.outcome == .ended {
            #expect(own == zlib, "\(stream)")
        } else {
            // Which of the two sees a fault before the end comes is no matter.
            let common = min(own.content.count, zlib.content.count)
            #expect(own.content.prefix(common) == zlib.content.prefix(common))
        }
    }
}

/// Content that compresses in different ways.
private enum Sample {
    static let all: [[UInt8]] = {
        var random = SeededGenerator(seed: 7)
        let noise = (0..<70_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let letters = (0..<40_000).map { _ in UInt8.random(in: 97...100, using: &random) }
        // Periods of every length, and matches from as far back as there can be.
        let periods = (1...150).flatMap { period in (0..<400).map { noise[$0 % period] } }
        let far = (0..<40).flatMap { _ in noise[0..<32_768 / 4] } + noise[0..<32_768] + noise[0..<32_768]
        // Rare bytes get codes of fifteen bits.
        let skewed = (0..<50_000).map { _ in UInt8(min(255, random.next().leadingZeroBitCount * 9)) }
        return [[], [65], [UInt8](repeating: 0, count: 300_000), noise, letters, periods, far, skewed]
    }()
}

/// A stream with one fault.
struct Fault: CustomTestStringConvertible {
    let problem: String
    let stream: [UInt8]

    var testDescription: String { problem }

    /// - Parameter bits: in the order of the stream: the first bit of a code, but the last one of a number.
    init(_ problem: String, _ bits: String) {
        self.problem = problem
        // Enough behind it that nobody takes it for an end too soon.
        var bytes = [UInt8](repeating: 0, count: bits.count / 8 + 20)
        for (index, bit) in bits.filter({ $0 != " " }).enumerated() where bit == "1" {
            bytes[index / 8] |= 1 << UInt8(index % 8)
        }
        stream = bytes
    }

    static let all = [
        Fault("a block of a type that there is not", "1 11"),
        Fault("a stored block of two different lengths", "1 00 00000 1000000000000000 1111111111111111"),
        // The fixed codes: of symbol 286; of a literal, a match of three bytes and distance 30, then 0.
        Fault("a code that means nothing", "1 10 11000110"),
        Fault("a code that means nothing", "1 10 00110000 0000001 11110"),
        Fault("a match from before its start", "1 10 0000001 00000"),
        Fault("a match from before its start", "1 10 00110000 0000001 00001"),
        // Codes of the block's own: how many symbols of each kind, then lengths for 16, 17, 18 and 0.
        Fault("more symbols than there are", "1 01 01111 00000 0000"),
        Fault("more symbols than there are", "1 01 00000 01111 0000"),
        Fault("lengths that make no code", "1 01 00000 00000 0000 100 100 100 100"),
        Fault("lengths that make no code", "1 01 00000 00000 0000 100 000 000 000"),
        Fault("a length that repeats none", "1 01 00000 00000 0000 100 000 000 100 1 00"),
        Fault("more lengths than symbols", "1 01 00000 00000 0000 000 000 100 100 1 1111111 1 1111111"),
        Fault("a block without an end", "1 01 00000 00000 0000 000 000 100 100 1 1111111 1 1011011"),
    ]
}

/// The same numbers in each run, so that what failed can be repeated (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

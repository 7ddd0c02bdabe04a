import CInflate
import Testing

/// zlib is the measure of CInflate: both read every stream alike.
@Suite("inflate")
struct InflateTests {
    @Test("zlib's streams are read, whatever they are made with and in pieces of any length", arguments: Deflating.all)
    func streams(deflating: Deflating) {
        for content in Sample.all {
            let stream = deflating.stream(content)
            for pieces in [1, 7, 600, 1 << 20] where pieces > 1 || stream.count < 30_000 {
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
            for _ in 0..<40 {
                let mutated = mutate(stream, &random)
                compare(mutated, pieces: Int.random(in: 1...2000, using: &random))
            }
        }
    }

    @Test("random bytes are judged as zlib judges them")
    func randomBytes() {
        var random = SeededGenerator(seed: 1)
        for round in 0..<20_000 {
            var bytes = (0..<Int.random(in: 1...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
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
        let letters = (0..<100_000).map { _ in UInt8.random(in: 97...100, using: &random) }
        // Periods of every length, and matches from as far back as there can be.
        let periods = (1...300).flatMap { period in (0..<700).map { noise[$0 % period] } }
        let far = (0..<40).flatMap { _ in noise[0..<32_768 / 4] } + noise[0..<32_768] + noise[0..<32_768]
        // Rare bytes get codes of fifteen bits.
        let skewed = (0..<200_000).map { _ in UInt8(min(255, random.next().leadingZeroBitCount * 9)) }
        return [[], [65], [UInt8](repeating: 0, count: 300_000), noise, letters, periods, far, skewed]
    }()
}

/// A stream with one fault.
struct Fault: CustomTestStringConvertible {
    let problem: String
    let stream: [UInt8]

    var testDescription: String { problem }

    static let all = [
        Fault(problem: "a block of a type that there is not", stream: [0b111]),
        Fault(problem: "a stored block of two different lengths", stream: [1, 1, 0, 0, 0]),
        // Fixed codes: symbol 286, and a match with distance code 30.
        Fault(problem: "a code that means nothing", stream: [0b0110_0011, 0b0000_0110, 0, 0]),
        Fault(problem: "a code that means nothing", stream: [0b0000_0011, 0b0111_1010, 0, 0, 0]),
        Fault(problem: "a match from before its start", stream: [0b0000_0011, 0b0000_0010, 0, 0]),
        // 30 + 257 symbols; 31 distances.
        Fault(problem: "more symbols than there are", stream: [0xf5, 0xe0, 0x03] + [UInt8](repeating: 0x55, count: 60)),
        // Four lengths of one bit each.
        Fault(problem: "lengths that make no code", stream: [0b0000_0101, 0b0000_0000, 0b0010_0100, 0b0000_1001, 0, 0, 0]),
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

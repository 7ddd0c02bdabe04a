import Networks
import Testing

@Suite("DNS messages")
struct MessageTests {
    /// `dig +noedns web A`, id 0x1234.
    static let plain: [UInt8] =
        [0x12, 0x34, 0x01, 0x20, 0, 1, 0, 0, 0, 0, 0, 0] + [3] + Array("WeB".utf8) + [0, 0, 1, 0, 1]
    /// The same with an OPT record for answers of up to 1232 bytes, and DO.
    static let extended: [UInt8] =
        [0x12, 0x34, 0x01, 0x20, 0, 1, 0, 0, 0, 0, 0, 1] + plain[12...] + [0, 0, 41, 0x04, 0xd0, 0, 0, 0x80, 0, 0, 0]

    @Test("a question is read with its name's case kept")
    func question() throws {
        let query = try DNSQuery(parsing: Self.plain)
        #expect(query.id == 0x1234)
        #expect(query.question.name.hostName == "web")
        #expect(query.question.name.wire == [3] + Array("WeB".utf8) + [0])
        #expect(query.question.type == .a)
        #expect(query.extensions == nil)
        #expect(query.longestDatagram == 512)
    }

    @Test("an address answers with the question as it was asked")
    func address() throws {
        let query = try DNSQuery(parsing: Self.plain)
        let response = DNSResponse(to: query, .noError, [.address(.v4(0xac1e_0002))])
        #expect(
            response.encoded(limit: 512) == [0x12, 0x34, 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0] + Self.plain[12...] + [
                0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 172, 30, 0, 2,
            ])
    }

    @Test("who knows EDNS is answered by it")
    func extensions() throws {
        let query = try DNSQuery(parsing: Self.extended)
        #expect(query.extensions?.wantsSignatures == true)
        #expect(query.longestDatagram == 1232)
        let bytes = DNSResponse(to: query, .noError).encoded(limit: 1232)
        #expect(bytes.prefix(12) == [0x12, 0x34, 0x85, 0x80, 0, 1, 0, 0, 0, 0, 0, 1])
        #expect(bytes.suffix(11) == [0, 0, 41, 16, 0, 0, 0, 0x80, 0, 0, 0])
    }

    @Test("an unknown version of EDNS is told the one that is known")
    func version() {
        var bytes = Self.extended
        bytes[bytes.count - 5] = 1
        guard case .answer(let answer)? = refusal(bytes) else { Issue.record("it was taken"); return }
        #expect(answer[3] & 15 == 0)
        // The code's upper bits are in the OPT record: BADVERS is 16.
        #expect(answer.suffix(11) == [0, 0, 41, 16, 0, 1, 0, 0x80, 0, 0, 0])
    }

    @Test("an answer that is too long says so and keeps to the limit")
    func truncation() throws {
        let query = try DNSQuery(parsing: Self.extended)
        let many = (0..<100).map { DNSRecord.address(.v4(0xac1e_0000 + $0)) }
        let bytes = DNSResponse(to: query, .noError, many).encoded(limit: 512)
        #expect(bytes.count <= 512)
        #expect(bytes[2] & 2 == 2)
        #expect(Int(bytes[7]) == (512 - 12 - 9 - 11) / 16)
        let whole = DNSResponse(to: query, .noError, many).encoded(limit: 65535)
        #expect(whole[2] & 2 == 0)
        #expect(whole[7] == 100)
    }

    @Test(
        "what is no question gets no answer",
        arguments: [[], [1, 2, 3], [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0]] as [[UInt8]])
    func silence(_ bytes: [UInt8]) {
        #expect(refusal(bytes) == .silence)
    }

    @Test("operations other than a question are not implemented")
    func update() {
        var bytes = Self.plain
        bytes[2] |= 5 << 3
        #expect(refusal(bytes) == .answer([0x12, 0x34, 0xa9, 4, 0, 0, 0, 0, 0, 0, 0, 0]))
    }

    @Test(
        "a malformed question is called that",
        arguments: [
            // No question, and two.
            [1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1],
            // A label that is longer than the message; a name that doesn't end; no type.
            [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 63, 97], [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97],
            [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0],
            // Pointers to themselves, forward, into the header; a label of an unknown kind.
            [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1],
            [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 14, 0, 1, 0, 1],
            [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 4, 0, 1, 0, 1],
            [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0xc0, 12, 0, 1, 0, 1],
            [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x41, 97, 0, 0, 1, 0, 1],
            // An additional record that is announced and not there, and one that ends too early.
            [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 97, 0, 0, 1, 0, 1],
            [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 97, 0, 0, 1, 0, 1, 0, 0, 41, 4, 0, 0, 0, 0, 0, 0, 9],
        ] as [[UInt8]])
    func malformed(_ bytes: [UInt8]) {
        #expect(refusal(bytes) == .answer([1, 2, 0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0]))
    }

    @Test("a name of 255 bytes is read, one of 256 is not")
    func longestName() {
        let labels = [UInt8](repeating: 97, count: 63)
        func message(_ last: Int) -> [UInt8] {
            var bytes: [UInt8] = [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
            for count in [63, 63, 63, last] { bytes += [UInt8(count)] + labels.prefix(count) }
            return bytes + [0, 0, 1, 0, 1]
        }
        #expect((try? DNSQuery(parsing: message(61)))?.question.name.wire.count == 255)
        #expect(refusal(message(62)) != nil)
    }

    @Test("a compressed name in an answer is followed backward")
    func compression() {
        // The answer's question is compared, its records are passed on unread.
        let bytes: [UInt8] = [0, 7, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0, 1, 0, 1]
        let reply = DNSReply(parsing: bytes)
        #expect(reply?.answers(DNSQuestion(DomainName("A.")!, .a), id: 7) == true)
        #expect(reply?.answers(DNSQuestion(DomainName("b")!, .a), id: 7) == false)
        #expect(reply?.answers(DNSQuestion(DomainName("a")!, .aaaa), id: 7) == false)
        #expect(reply?.answers(DNSQuestion(DomainName("a")!, .a), id: 8) == false)
    }

    @Test("no bytes whatever stop the reader")
    func randomBytes() throws {
        var generator = SeededGenerator(seed: 6)
        for round in 0..<200_000 {
            var bytes = round % 3 == 0 ? Self.extended : Self.plain
            if round % 3 == 2 {
                bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                    .random(in: 0...255, using: &generator)
                }
                if bytes.count > 5 { (bytes[2], bytes[4], bytes[5]) = (1, 0, 1) }
            } else {
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    bytes[.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
                }
                bytes.removeLast(.random(in: 0...3, using: &generator))
            }
            if let query = try? DNSQuery(parsing: bytes) {
                let answer = DNSResponse(to: query, .noError, [.address(.v6(1))]).encoded(limit: 512)
                #expect(answer.count <= 512)
                _ = query.question.name.reversedAddress
                _ = query.question.name.hostName
            }
            bytes.withUnsafeMutableBufferPointer { if $0.count > 2 { $0[2] |= 0x80 } }
            _ = DNSReply(parsing: bytes)
        }
    }

    private func refusal(_ bytes: [UInt8]) -> DNSQuery.Refusal? {
        do {
            _ = try DNSQuery(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }
}

/// The same numbers each time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

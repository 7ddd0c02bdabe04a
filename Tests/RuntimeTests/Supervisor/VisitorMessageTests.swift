import LinuxSystem
import Testing

@testable import Runtime

@Suite("A message between supervisor and visitor")
struct VisitorMessageTests {
    @Test(
        "comes back from its packet as it was",
        arguments: [
            VisitorMessage.started(pid: 4_194_303), .output(.standardOutput, [0, 255, 10]), .output(.standardError, []),
            .ended(
                ExitRecord(
                    exitCode: 137, signal: 9, startedAt: 1, finishedAt: 2, oomKilled: true, cause: "killed: \"x\"\n")),
            .ended(ExitRecord(exitCode: 125, finishedAt: -1, error: "cannot run \u{1b}[0m")),
            .input([1, 2, 3]), .inputEnded, .resize(TerminalSize(rows: 65535, columns: 1)), .signal(.windowChange),
            .attach, .stop(.terminate, milliseconds: -1), .stop(.kill, milliseconds: 86_400_000), .pause, .resume,
            .execute, .networkChanged, .detach, .notNow,
            .restartPolicy(.onFailure(most: 3)), .restartPolicy(.unlessStopped), .done,
            .refused(exitCode: 127, "cannot run \"x\""), .executionEnded(exitCode: 255),
        ])
    func roundTrip(message: VisitorMessage) throws {
        let decoded = try #require(VisitorMessage(decoding: message.encoded()[...]))
        #expect("\(decoded)" == "\(message)")
    }

    @Test(
        "is refused when its packet is none of ours",
        arguments: [
            [], [0], [21], [255, 1], [1], [1, 0, 0, 0], [1, 0, 0, 0, 0, 0], [4], [4, 0x7b], [4, 0x7b, 0x7d], [7],
            [7, 1, 2, 3],
            [8], [8, 0], [8, 65], [8, 255],
            // A stop without its time, a policy that is none, a refusal and an end without their codes.
            [10, 15], [10, 0, 1, 1, 1, 1, 1, 1, 1, 1], [13, 0x79], [16], [16, 1, 2], [17, 1, 2],
        ] as [[UInt8]])
    func refusal(packet: [UInt8]) {
        #expect(VisitorMessage(decoding: packet[...]) == nil)
    }

    @Test("is decoded or refused, whatever the bytes")
    func randomBytes() {
        var generator = SplitMix(state: 7)
        for _ in 0..<50_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0 ... .max, using: &generator)
            }
            // A slice that doesn't begin at zero, as those of a buffer.
            let packet = ([0] + bytes).dropFirst()
            let kind = bytes.first ?? 0
            if VisitorMessage(decoding: packet) != nil { #expect((1...20).contains(kind)) }
        }
    }

    @Test("of an exit is refused at every byte at which it is cut off")
    func truncation() throws {
        let packet = VisitorMessage.ended(ExitRecord(exitCode: 1, finishedAt: 2)).encoded()
        for length in 0..<packet.count { #expect(VisitorMessage(decoding: packet[..<length]) == nil) }
    }
}

/// Random numbers that are the same in each run (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

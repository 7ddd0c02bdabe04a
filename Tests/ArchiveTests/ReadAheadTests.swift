import Archive
import LinuxSystem
import Synchronization
import Testing

@Suite("reading ahead")
struct ReadAheadTests {
    /// Numbered bytes in pieces of any size, and what comes then.
    private final class Numbers: ByteSource {
        private let count: Int
        private let failure: ArchiveError?
        private let isGone: Semaphore?
        private var position = 0

        init(_ count: Int, failure: ArchiveError? = nil, isGone: Semaphore? = nil) {
            self.count = count
            self.failure = failure
            self.isGone = isGone
        }

        deinit {
            isGone?.signal()
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
            let piece = min(buffer.count, count - position, 1 + position % 70_000)
            if piece == 0, let failure { throw failure }
            for index in 0..<piece { buffer[index] = UInt8(truncatingIfNeeded: (position + index) * 31 >> 3) }
            position += piece
            return piece
        }
    }

    @Test("all bytes come through in their order", arguments: [0, 1, 262_144, 1_048_576, 3_000_000])
    func passing(count: Int) throws {
        let expected = try Numbers(count).readToEnd(limit: count, name: "test")
        let source = try ReadAheadSource(Numbers(count))
        #expect(try source.readToEnd(limit: count, name: "test") == expected)
        let again = try source.readToEnd(limit: 0, name: "test")
        #expect(again.isEmpty, "the end stays the end")
    }

    @Test("a failure comes behind the bytes before it, every time it is asked for")
    func failing() throws {
        let source = try ReadAheadSource(Numbers(600_000, failure: .malformed("broken")))
        var bytes = [UInt8](repeating: 0, count: 600_000)
        var position = 0
        while position < bytes.count {
            position += try bytes[position...].withUnsafeMutableBytes { try source.read(into: $0) }
        }
        for _ in 0..<2 {
            let error = #expect(throws: ArchiveError.self) { try source.readToEnd(limit: 1, name: "test") }
            #expect(error?.description.contains("broken") == true)
        }
    }

    @Test("letting go early ends the thread and the source")
    func abandoning() throws {
        let isGone = Semaphore(0)
        do {
            let source = try ReadAheadSource(Numbers(.max, isGone: isGone))
            var byte: UInt8 = 1
            _ = try withUnsafeMutableBytes(of: &byte) { try source.read(into: $0) }
        }
        isGone.wait()
    }
}

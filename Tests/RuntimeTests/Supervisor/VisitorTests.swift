import LinuxSystem
import TestSupport
import Testing

@testable import Runtime

@Suite("A visitor")
struct VisitorTests {
    /// A visitor with more to read than its connection holds, and the other end of that.
    private func behind(_ body: (Visitor, consuming PacketSocket) throws -> Void) throws {
        let pair = try PacketSocket.Pair()
        let visitor = Visitor(owning: pair.near, of: 0)
        while !visitor.isBehind { visitor.send(.output(.standardOutput, [UInt8](repeating: 1, count: 4096)[...])) }
        visitor.send(.output(.standardError, [2]))
        try body(visitor, pair.far)
    }

    @Test("who leaves without having read everything is gone, and nobody else is hurt")
    func leaves() throws {
        try behind { visitor, far in
            _ = consume far
            // A process that another test is just starting may have a copy of it, until its execve.
            let isGone = try eventually {
                visitor.flush()
                return visitor.isGone
            }
            #expect(isGone)
            #expect(!visitor.isBehind)
        }
    }

    @Test("who reads gets the rest")
    func reads() throws {
        try behind { visitor, far in
            var last: UInt8 = 0
            var buffer = [UInt8](repeating: 0, count: VisitorMessage.maximumLength)
            while last != 2 {
                let result = buffer.withUnsafeMutableBytes { bytes in
                    Result { () throws(SystemError) in try far.receive(into: bytes) }
                }
                let count = try #require(try result.get())
                last = buffer[count - 1]
                visitor.flush()
            }
            #expect(!visitor.isBehind && !visitor.isGone)
        }
    }
}

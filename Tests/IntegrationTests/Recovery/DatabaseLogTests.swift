import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The database's log")
    struct DatabaseLogTests {
        @Test("doesn't grow with the number of commands")
        func length() throws {
            try Skiff.withOwnRoot(images: []) { skiff in
                for number in 0..<100 { try skiff.run("volume", "create", "volume-\(number)").succeeded() }
                let size = try Descriptor.open("\(skiff.root)/state.db-wal", [.readOnly]).status().st_size
                // 100 pages, and those of the last transaction.
                #expect(size < 120 * 4120, "\(size) bytes")
                #expect(try skiff.run("volume", "ls", "-q").succeeded().lines.count == 100)
            }
        }
    }
}

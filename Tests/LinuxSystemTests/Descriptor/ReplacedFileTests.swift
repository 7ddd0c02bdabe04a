import Glibc
import LinuxSystem
import Testing

@Suite("A file that is replaced")
struct ReplacedFileTests {
    private typealias Write = @Sendable (borrowing Descriptor, String, [UInt8]) throws -> Void

    private static let ways: [(name: String, write: Write)] = [
        ("writeFile", { try $0.writeFile($1, $2) }), ("writeVolatileFile", { try $0.writeVolatileFile($1, $2) }),
    ]

    @Test("has the new bytes under its name, the old ones for who has it open, and leaves nothing beside it")
    func replace() throws {
        let base = "skiff-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let host = try Descriptor.open("/tmp", [.directory])
        let directory = try host.makeAndOpenDirectory(base)
        defer { try? host.removeTree(base) }
        for way in Self.ways {
            try way.write(directory, way.name, [1, 2, 3])
            #expect(try directory.readFile(way.name) == [1, 2, 3], "\(way.name)")
            let old = try directory.open(way.name, [.readOnly], resolution: .beneath)
            try way.write(directory, way.name, [4])
            #expect(try directory.readFile(way.name) == [4], "\(way.name)")
            #expect(try old.readToEnd(limit: 16) == [1, 2, 3], "\(way.name)")
        }
        #expect(try Set(directory.entries().map(\.shown)) == Set(Self.ways.map(\.name)))
    }
}

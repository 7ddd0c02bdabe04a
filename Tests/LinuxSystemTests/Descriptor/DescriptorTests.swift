import Glibc
import LinuxSystem
import Testing

@Suite("Descriptor")
struct DescriptorTests {
    @Test("a symbolic link cannot lead out of the root of a walk")
    func resolutionStaysInside() throws {
        let base = "/tmp/skiff-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        mkdir(base, 0o700)
        let host = try Descriptor.open("/tmp", [.directory])
        defer { try? host.removeTree(String(base.dropFirst("/tmp/".count))) }
        let root = try Descriptor.open(base, [.directory])
        try root.makeSymbolicLink("out", to: "/etc")
        try root.makeDirectory("etc")
        let inside = try root.open("out", [.directory], resolution: .container)
        #expect(try inside.entries().isEmpty)
        #expect(throws: SystemError.self) { _ = try root.open("out", [.directory], resolution: .beneath) }
    }
}

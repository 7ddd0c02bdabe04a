import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Engine
@testable import Runtime

@Suite("The cache of compiled filters")
struct SeccompCacheTests {
    private static let profile = RuntimeSpec.Seccomp(
        defaultAction: .errno,
        systemCalls: [RuntimeSpec.SystemCallRule(names: ["read", "write", "exit_group"], action: .allow)])

    private func withCache(_ body: (String, borrowing Descriptor) throws -> Void) throws {
        try withTemporaryDirectory { path in try body(path, Descriptor.open(path, [.directory])) }
    }

    @Test("compiles once for a profile, and again for another")
    func cache() throws {
        try withCache { path, directory in
            let cache = try SeccompCache(in: directory, path: path)
            let first = try cache.program(for: Self.profile)
            let written = try fileIdentity(first)
            #expect(try cache.program(for: Self.profile) == first)
            #expect(try fileIdentity(first) == written)
            #expect(try SeccompProgram.read(from: first) == SeccompCompiler.compile(Self.profile))
            var other = Self.profile
            other.defaultErrno = 13
            #expect(try cache.program(for: other) != first)
        }
    }

    @Test(
        "compiles again what a crash or somebody has spoilt on disk",
        arguments: [
            [], [0], [UInt8](repeating: 0, count: 8), [UInt8](repeating: 0, count: 64),
            [UInt8](repeating: 6, count: 65),
        ] as [[UInt8]])
    func spoiltCache(bytes: [UInt8]) throws {
        try withCache { path, directory in
            let cache = try SeccompCache(in: directory, path: path)
            let file = try cache.program(for: Self.profile)
            let name = String(file.dropFirst("\(path)/seccomp/".count))
            try directory.openDirectory("seccomp").writeFile(name, bytes)
            #expect(throws: SystemError.self) { try SeccompProgram.read(from: file) }
            #expect(try cache.program(for: Self.profile) == file)
            #expect(try SeccompProgram.read(from: file) == SeccompCompiler.compile(Self.profile))
        }
    }

    private func fileIdentity(_ path: String) throws -> UInt {
        try Descriptor.open(path, .readOnly).status(name: path).st_ino
    }
}

import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("The cache of compiled filters")
struct SeccompCacheTests {
    private static let profile = RuntimeSpec.Seccomp(
        defaultAction: .errno, systemCalls: [.init(names: ["read", "write", "exit_group"], action: .allow)])

    private func withCache(
        _ body: (borrowing SeccompCache, borrowing Descriptor) throws -> Void
    ) throws {
        try withTemporaryDirectory { path, directory in
            try body(SeccompCache(owning: Descriptor.open(path, [.directory])), directory)
        }
    }

    private func files(in directory: borrowing Descriptor) throws -> [String] {
        try directory.entries().map(\.shown).sorted()
    }

    @Test("compiles once for a profile")
    func once() throws {
        try withCache { (cache, directory) throws in
            let first = try cache.program(for: Self.profile)
            let compiled = try SeccompCompiler.compile(Self.profile)
            #expect(first == compiled)
            let name = try #require(try files(in: directory).first)
            let written = try directory.status(of: name).st_ino
            #expect(try cache.program(for: Self.profile) == first)
            #expect(try files(in: directory) == [name])
            #expect(try directory.status(of: name).st_ino == written)
        }
    }

    @Test("keeps profiles apart that differ in one member")
    func differences() throws {
        var profiles = [Self.profile]
        func vary(_ change: (inout RuntimeSpec.Seccomp) -> Void) {
            var profile = Self.profile
            change(&profile)
            profiles.append(profile)
        }
        vary { $0.defaultAction = .trap }
        vary { $0.defaultErrno = 13 }
        vary { $0.architectures = ["SCMP_ARCH_X86"] }
        vary { $0.flags = [] }
        vary { $0.flags = ["SECCOMP_FILTER_FLAG_LOG"] }
        vary { $0.systemCalls = nil }
        vary { $0.systemCalls?[0].names = ["read", "write", "exit"] }
        vary { $0.systemCalls?[0].names = ["read", "exit_group", "write"] }
        vary { $0.systemCalls?[0].action = .log }
        vary { $0.systemCalls?[0].arguments = [.init(index: 0, value: 1, comparison: .equal)] }
        vary { $0.systemCalls?[0].arguments = [.init(index: 0, value: 1, comparison: .less)] }
        vary { $0.systemCalls?[0].arguments = [.init(index: 1, value: 1, comparison: .equal)] }
        vary { $0.systemCalls?[0].arguments = [.init(index: 1, value: 2, comparison: .equal)] }
        let keys = try Set(profiles.map { try SeccompKey($0).bytes })
        #expect(keys.count == profiles.count)
        try withCache { (cache, directory) throws in
            for profile in profiles { #expect(try cache.program(for: profile) == SeccompCompiler.compile(profile)) }
            #expect(try files(in: directory).count == profiles.count)
        }
    }

    @Test("asks the profile itself whether there may be a listener")
    func listener() throws {
        try withCache { (cache, _) throws in
            var profile = Self.profile
            profile.systemCalls?[0].action = .notify
            profile.listenerPath = "/run/agent"
            #expect(try cache.program(for: profile).notifies)
            profile.listenerPath = nil
            #expect(throws: SeccompError.self) { try cache.program(for: profile) }
        }
    }

    @Test(
        "compiles again what a crash or somebody has spoilt on disk",
        arguments: [
            [], [0], [UInt8](repeating: 0, count: 8), [UInt8](repeating: 0, count: 64),
            [UInt8](repeating: 255, count: 64), [UInt8](repeating: 6, count: 65),
        ] as [[UInt8]])
    func spoilt(bytes: [UInt8]) throws {
        try withCache { (cache, directory) throws in
            let program = try cache.program(for: Self.profile)
            let name = try files(in: directory)[0]
            try directory.writeFile(name, bytes)
            #expect(throws: SystemError.self) { try SeccompProgram.read(from: "\(directory.procPath)/\(name)") }
            #expect(try cache.program(for: Self.profile) == program)
            #expect(try SeccompProgram.read(from: "\(directory.procPath)/\(name)") == program)
        }
    }

    @Test("takes nothing of which a single bit has turned")
    func turnedBit() throws {
        try withCache { (cache, directory) throws in
            _ = try cache.program(for: Self.profile)
            let bytes = try directory.readFile(files(in: directory)[0])
            #expect(SeccompProgram(fileBytes: bytes, key: nil) != nil)
            for position in bytes.indices {
                var turned = bytes
                turned[position] ^= 4
                #expect(SeccompProgram(fileBytes: turned, key: nil) == nil, "byte \(position)")
            }
        }
    }

    @Test("takes no program of another key, whatever the file's name")
    func collision() throws {
        try withCache { (cache, directory) throws in
            _ = try cache.program(for: Self.profile)
            let name = try files(in: directory)[0]
            let foreign = try SeccompCompiler.compile(.init(defaultAction: .allow))
            try directory.writeFile(name, foreign.fileBytes(key: SeccompKey(name: "another").bytes))
            #expect(try cache.program(for: Self.profile) == SeccompCompiler.compile(Self.profile))
        }
    }

    @Test("keeps no more files than its maximum, and the newest among them")
    func bound() throws {
        try withCache { (cache, directory) throws in
            var names: [String] = []
            for number in 0..<SeccompCache.maximumCount + 6 {
                names.append(try cache.file(for: SeccompKey(name: "\(number)")) { Self.profile })
            }
            let left = try files(in: directory)
            #expect(left.count == SeccompCache.maximumCount)
            #expect(left.contains(names[names.count - 1]) && !left.contains(names[0]))
        }
    }

    @Test("works without a directory to write to")
    func unwritable() throws {
        let cache = SeccompCache(owning: try Descriptor.open("/proc/self", [.directory]))
        #expect(try cache.program(for: Self.profile) == SeccompCompiler.compile(Self.profile))
    }
}

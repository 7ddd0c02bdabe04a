import Glibc
import LinuxSystem
import OCI

/// Compiled filters in a directory, each with the key that it was compiled
/// for: compiling takes milliseconds. A file's name is its key's hash, which
/// decides nothing: what is used has the very key that was asked for.
public struct SeccompCache: ~Copyable {
    private let directory: Descriptor
    /// More are removed, the oldest first.
    static let maximumCount = 64

    /// - Parameter directory: one that only its owner can write to.
    public init(owning directory: consuming Descriptor) {
        self.directory = directory
    }

    /// The profile's program, from the directory or compiled and put there. A
    /// directory that can't be written to only costs the time.
    public func program(for profile: RuntimeSpec.Seccomp) throws(SeccompError) -> SeccompProgram {
        // The key leaves the listener's members out.
        try profile.checkListener()
        guard let key = try? SeccompKey(profile) else {
            // No procfs tells which build this is.
            return try SeccompCompiler.compile(profile)
        }
        let name = Self.name(of: key)
        if let program = find(key, name: name) { return program }
        let program = try SeccompCompiler.compile(profile)
        _ = try? keep(program, for: key, name: name)  // the container starts without, only later
        return program
    }

    /// The name of the file that holds the profile's program.
    public func file(for profile: RuntimeSpec.Seccomp) throws -> String {
        try profile.checkListener()
        return try file(for: SeccompKey(profile)) { profile }
    }

    /// The name of the file that holds the key's program, there or compiled
    /// and put there.
    /// - Parameter profile: asked only if it must be compiled.
    public func file(for key: SeccompKey, profile: () throws -> RuntimeSpec.Seccomp) throws -> String {
        let name = Self.name(of: key)
        if find(key, name: name) == nil {
            try keep(SeccompCompiler.compile(profile()), for: key, name: name)
        }
        return name
    }

    /// One that is absent, or that the disk has spoilt, or that belongs to
    /// another key of the same hash, is none.
    private func find(_ key: SeccompKey, name: String) -> SeccompProgram? {
        guard let bytes = try? directory.readFile(name, limit: SeccompProgram.maximumFileLength) else { return nil }
        return SeccompProgram(fileBytes: bytes, key: key.bytes)
    }

    private func keep(_ program: SeccompProgram, for key: SeccompKey, name: String) throws(SystemError) {
        try directory.writeFile(name, program.fileBytes(key: key.bytes))
        try removeOldest()
    }

    private func removeOldest() throws(SystemError) {
        let entries = try directory.entries()
        guard entries.count > Self.maximumCount else { return }
        var dated: [(seconds: Int, nanoseconds: Int, entry: RawPath)] = []
        for entry in entries {
            // Another process may have removed it.
            guard let status = try? directory.status(of: entry) else { continue }
            dated.append((status.st_mtim.tv_sec, status.st_mtim.tv_nsec, entry))
        }
        dated.sort { ($0.seconds, $0.nanoseconds) < ($1.seconds, $1.nanoseconds) }
        for (_, _, entry) in dated.dropLast(Self.maximumCount) {
            _ = try? directory.removeFile(entry)  // gone already
        }
    }

    private static func name(of key: SeccompKey) -> String {
        let digits = String(key.hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

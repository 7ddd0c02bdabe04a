import Crypto
import Glibc
import LinuxSystem
import OCI
import Runtime

/// Compiled filters on disk: compiling takes milliseconds. Whoever asks for the
/// same profile again gets the file.
struct SeccompCache: ~Copyable {
    private let directory: Descriptor
    private let path: String

    /// - Parameters:
    ///   - state: the state directory, at `path`.
    init(in state: borrowing Descriptor, path: String) throws(SystemError) {
        let name = "seccomp"
        directory = try state.makeAndOpenDirectory(name, mode: 0o700)
        self.path = "\(path)/\(name)"
    }

    /// The path of the filter that a container's settings ask for; `nil` when
    /// they ask for none.
    func program(for settings: ContainerSettings, on host: HostFacts) throws -> String? {
        if settings.seccomp == .standard, !settings.privileged {
            // Everything that the filter depends on; so that on most starts
            // not even the profile is worked out.
            let capabilities = String(settings.capabilities.rawValue, radix: 16)
            let name = "standard-\(capabilities)-\(host.kernel)-\(try Self.buildStamp())"
            return try program(named: name) { SeccompProfile.standard.resolved(for: settings.capabilities, on: host) }
        }
        guard let profile = try SeccompProfile.load(settings.seccomp, privileged: settings.privileged) else {
            return nil
        }
        return try program(for: profile.resolved(for: settings.capabilities, on: host))
    }

    /// The path of the filter of a profile that was read from a file.
    func program(for profile: RuntimeSpec.Seccomp) throws -> String {
        try program(named: Self.digest(of: profile)) { profile }
    }

    private func program(named name: String, _ profile: () -> RuntimeSpec.Seccomp) throws -> String {
        let file = "\(path)/\(name)"
        // One that is absent, or that the disk has spoilt, is compiled again.
        if (try? SeccompProgram.read(from: file)) != nil { return file }
        try directory.writeFile(name, SeccompCompiler.compile(profile()).fileBytes)
        return file
    }

    /// Another build of this program may have another standard profile.
    private static func buildStamp() throws(SystemError) -> String {
        var status = stat()
        try checkErrno(stat("/proc/self/exe", &status), "stat", "/proc/self/exe")
        return "\(status.st_size)-\(status.st_mtim.tv_sec)\(status.st_mtim.tv_nsec)"
    }

    /// SHA-256 over an unambiguous listing of the profile.
    private static func digest(of profile: RuntimeSpec.Seccomp) -> String {
        var hash = SHA256()
        func add(_ text: String) {
            var text = text
            text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
            withUnsafeBytes(of: UInt8(0)) { hash.update(bufferPointer: $0) }
        }
        add("skiff-seccomp-1 \(profile.defaultAction.rawValue) \(profile.defaultErrno ?? 1)")
        for name in profile.architectures ?? [] { add("arch \(name)") }
        for name in profile.flags ?? [] { add("flag \(name)") }
        for rule in profile.systemCalls ?? [] {
            add("rule \(rule.action.rawValue) \(rule.errno ?? 1)")
            for argument in rule.arguments ?? [] {
                add(
                    "argument \(argument.index) \(argument.value) \(argument.secondValue ?? 0) "
                        + argument.comparison.rawValue)
            }
            for name in rule.names { add(name) }
        }
        return Digest(.sha256, bytes: hash.finalize()).hex.description
    }
}

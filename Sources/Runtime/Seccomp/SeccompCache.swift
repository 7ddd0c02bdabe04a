import Crypto
import LinuxSystem
import OCI

/// Compiled filters on disk, by the digest of what they were compiled from.
/// Whoever asks for the same profile again gets the file.
public struct SeccompCache: ~Copyable {
    private let directory: Descriptor
    private let path: String

    /// - Parameter path: a directory that only root may write to; made when absent.
    public init(path: String, in parent: borrowing Descriptor, name: String) throws(SystemError) {
        directory = try parent.makeAndOpenDirectory(name, mode: 0o700)
        self.path = path
    }

    /// The path of the compiled program.
    public func program(for profile: RuntimeSpec.Seccomp) throws -> String {
        let name = Self.digest(of: profile)
        let file = "\(path)/\(name)"
        if (try? directory.status(of: name)) != nil { return file }  // absent: compile it
        let program = try SeccompCompiler.compile(profile)
        try directory.writeFile(name, program.fileBytes)
        return file
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
                    "argument \(argument.index) \(argument.value) \(argument.secondValue ?? 0) \(argument.comparison.rawValue)"
                )
            }
            for name in rule.names { add("call \(name)") }
        }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}

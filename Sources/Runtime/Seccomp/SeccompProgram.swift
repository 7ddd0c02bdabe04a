import LinuxSystem

/// A compiled system-call filter: classic BPF as seccomp(2) takes it, and the
/// flags to install it with. Compiling costs milliseconds, so programs are
/// kept on disk by the digest of their profile.
public struct SeccompProgram: Hashable, Sendable {
    /// `struct sock_filter` records, 8 bytes each.
    public let instructions: [UInt8]
    /// SECCOMP_FILTER_FLAG_*.
    public let flags: UInt64

    /// The kernel refuses longer programs (BPF_MAXINSNS).
    static let maximumLength = 4096 * 8

    init(instructions: [UInt8], flags: UInt64) {
        self.instructions = instructions
        self.flags = flags
    }

    /// A program that `write` has written. The flags come first, as eight
    /// bytes in the machine's order.
    public static func read(from path: String) throws(SystemError) -> SeccompProgram {
        let file = try Descriptor.open(path, [.readOnly, .noFollow])
        let bytes = try file.readToEnd(limit: maximumLength + 8, name: path)
        guard bytes.count > 8, bytes.count % 8 == 0 else { throw SystemError("read", path, errno: 8 /* ENOEXEC */) }
        let flags = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        return SeccompProgram(instructions: Array(bytes.dropFirst(8)), flags: flags)
    }

    /// The bytes of the file that `read` takes.
    public var fileBytes: [UInt8] {
        withUnsafeBytes(of: flags) { Array($0) } + instructions
    }
}

import Glibc
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

    /// The program that a file of `fileBytes` holds. ENOEXEC: the file is not
    /// as it was written, and half a filter must not pass for one.
    public static func read(from path: String) throws(SystemError) -> SeccompProgram {
        let file = try Descriptor.open(path, [.readOnly, .noFollow])
        let bytes = try file.readToEnd(limit: checksumLength + 8 + maximumLength, name: path)
        let body = bytes.dropFirst(checksumLength)
        guard body.count > 8, checksum(of: body).elementsEqual(bytes.prefix(checksumLength)) else {
            throw SystemError("read", path, errno: ENOEXEC)
        }
        let flags = body.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        return SeccompProgram(instructions: Array(body.dropFirst(8)), flags: flags)
    }

    /// The bytes of the file that `read` takes: a checksum of the rest, the
    /// flags as eight bytes in the machine's order, the instructions.
    public var fileBytes: [UInt8] {
        let body = withUnsafeBytes(of: flags) { Array($0) } + instructions
        return Self.checksum(of: body[...]) + body
    }

    private static let checksumLength = 8

    /// FNV-1a: against a failing disk, not against an attacker, who can't write here.
    private static func checksum(of body: ArraySlice<UInt8>) -> [UInt8] {
        let hash = body.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return withUnsafeBytes(of: hash) { Array($0) }
    }
}

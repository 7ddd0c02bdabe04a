/// A compiled system-call filter: classic BPF as seccomp(2) takes it, and the
/// flags to install it with. Compiling costs milliseconds, so programs are
/// kept on disk (`SeccompCache`).
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

    /// Whether installing it makes a listener for an agent (SCMP_ACT_NOTIFY).
    public var notifies: Bool { SeccompFlags(rawValue: flags).contains(.newListener) }
}

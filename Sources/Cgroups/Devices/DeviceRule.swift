/// Allows or refuses accesses to device nodes (OCI runtime specification,
/// config-linux.md, "Allowed Device list").
public struct DeviceRule: Hashable, Sendable {
    /// Which nodes a rule speaks of.
    public enum Kind: Hashable, Sendable {
        case all, block, character
    }

    /// What a process may do with a node.
    public struct Access: OptionSet, Hashable, Sendable {
        /// The bits of BPF_DEVCG_ACC_MKNOD, BPF_DEVCG_ACC_READ and BPF_DEVCG_ACC_WRITE.
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        // The bits of BPF_DEVCG_ACC_* in <linux/bpf.h>.
        /// mknod(2): `m`.
        public static let makeNode = Access(rawValue: 1)
        /// `r`.
        public static let read = Access(rawValue: 2)
        /// `w`.
        public static let write = Access(rawValue: 4)
        /// `rwm`.
        public static let all: Access = [.makeNode, .read, .write]

        /// `rwm`, as v1 and the specification write it.
        public var text: String {
            (contains(.read) ? "r" : "") + (contains(.write) ? "w" : "") + (contains(.makeNode) ? "m" : "")
        }
    }

    /// False: it refuses.
    public var allows: Bool
    /// Block or character devices, or both.
    public var kind: Kind
    /// `nil`: every major number.
    public var major: UInt32?
    /// `nil`: every minor number.
    public var minor: UInt32?
    /// What is allowed or refused.
    public var access: Access

    public init(
        allows: Bool, kind: Kind = .all, major: UInt32? = nil, minor: UInt32? = nil, access: Access = .all
    ) {
        self.allows = allows
        self.kind = kind
        self.major = major
        self.minor = minor
        self.access = access
    }

    /// Whether it speaks of every access to every device.
    public var isUniversal: Bool { kind == .all && major == nil && minor == nil && access == .all }
}

/// A set of capabilities, with the kernel's own bits.
public struct CapabilitySet: OptionSet, Hashable, Sendable {
    /// One bit each, by its number in capabilities(7).
    public let rawValue: UInt64

    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The set of the capabilities given.
    public init(_ capabilities: some Sequence<Capability>) {
        rawValue = capabilities.reduce(0) { $0 | 1 << $1.rawValue }
    }

    /// The set with one member.
    public init(_ capability: Capability) {
        rawValue = 1 << capability.rawValue
    }

    /// Every capability that this version knows.
    public static let all = CapabilitySet(rawValue: 1 << Capability.allCases.count - 1)

    /// The fourteen that Docker leaves to a container by default.
    public static let standard = CapabilitySet([
        .auditWrite, .chown, .dacOverride, .fowner, .fsetid, .kill, .mknod, .netBindService, .netRaw, .setfcap,
        .setgid, .setpcap, .setuid, .sysChroot,
    ])

    /// Whether the capability is a member.
    public func contains(_ capability: Capability) -> Bool {
        rawValue & 1 << capability.rawValue != 0
    }

    /// The members, by bit.
    public var members: [Capability] {
        Capability.allCases.filter { contains($0) }
    }

    /// The members' names as the OCI runtime specification writes them, by bit.
    public var ociNames: [String] { members.map(\.ociName) }
}

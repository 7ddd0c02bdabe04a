/// One capability of the kernel; the raw value is its bit (capabilities(7), `linux/capability.h`).
public enum Capability: UInt8, CaseIterable, Hashable, Sendable {
    case chown, dacOverride, dacReadSearch, fowner, fsetid, kill, setgid, setuid, setpcap, linuxImmutable
    case netBindService, netBroadcast, netAdmin, netRaw, ipcLock, ipcOwner, sysModule, sysRawIO, sysChroot
    case sysPtrace, sysPacct, sysAdmin, sysBoot, sysNice, sysResource, sysTime, sysTTYConfig, mknod, lease
    case auditWrite, auditControl, setfcap, macOverride, macAdmin, syslog, wakeAlarm, blockSuspend, auditRead
    case perfmon, bpf, checkpointRestore

    /// The kernel's names without `CAP_`, by bit.
    private static let names = [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP",
        "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER",
        "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE",
        "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP",
        "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF",
        "CHECKPOINT_RESTORE",
    ]

    /// A name with or without `CAP_`, in any case: `NET_ADMIN`, `cap_net_admin`.
    /// `nil` when there is no such capability.
    public init?(parsing text: String) {
        let name = text.uppercased()
        let short = name.hasPrefix("CAP_") ? String(name.dropFirst(4)) : name
        guard let bit = Self.names.firstIndex(of: short) else { return nil }
        self.init(rawValue: UInt8(bit))
    }

    /// The name that the OCI runtime specification uses: `CAP_NET_ADMIN`.
    public var ociName: String { "CAP_" + Self.names[Int(rawValue)] }
}

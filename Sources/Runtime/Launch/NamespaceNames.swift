/// The clone(2) flags of namespaces and their words.
enum NamespaceNames {
    static let mount: UInt64 = 0x0002_0000
    static let cgroup: UInt64 = 0x0200_0000
    static let uts: UInt64 = 0x0400_0000
    static let ipc: UInt64 = 0x0800_0000
    static let user: UInt64 = 0x1000_0000
    static let pid: UInt64 = 0x2000_0000
    static let network: UInt64 = 0x4000_0000
    static let time: UInt64 = 0x0000_0080

    private static let words: [(UInt64, String)] = [
        (user, "user"), (mount, "mount"), (pid, "pid"), (network, "network"), (ipc, "ipc"), (uts, "uts"),
        (cgroup, "cgroup"), (time, "time"),
    ]

    /// `mount, pid and network`, for a sentence.
    static func list(_ flags: UInt64) -> String {
        let names = words.filter { flags & $0.0 != 0 }.map(\.1)
        guard let last = names.last, names.count > 1 else { return names.first ?? "no" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}

import OCI

/// Which NUMA nodes a process gets its memory from, `linux.memoryPolicy`, as
/// set_mempolicy(2) takes it.
struct MemoryPolicy: Sendable, CustomStringConvertible {
    /// The mode and its flags.
    let mode: UInt64
    let nodes: NumberSet
    let description: String

    private static let field = "linux.memoryPolicy"

    /// linux/mempolicy.h.
    static let modes: [String: UInt64] = [
        "MPOL_DEFAULT": 0, "MPOL_PREFERRED": 1, "MPOL_BIND": 2, "MPOL_INTERLEAVE": 3, "MPOL_LOCAL": 4,
        "MPOL_PREFERRED_MANY": 5, "MPOL_WEIGHTED_INTERLEAVE": 6,
    ]

    static let flags: [String: UInt64] = [
        "MPOL_F_STATIC_NODES": 1 << 15, "MPOL_F_RELATIVE_NODES": 1 << 14, "MPOL_F_NUMA_BALANCING": 1 << 13,
    ]

    init(_ policy: RuntimeSpec.MemoryPolicy) throws(RuntimeError) {
        guard var mode = Self.modes[policy.mode] else {
            throw .invalid(field: "\(Self.field).mode", reason: "unknown mode \"\(policy.mode)\"")
        }
        for (index, name) in (policy.flags ?? []).enumerated() {
            guard let flag = Self.flags[name] else {
                throw .invalid(field: "\(Self.field).flags[\(index)]", reason: "unknown flag \"\(name)\"")
            }
            mode |= flag
        }
        let text = policy.nodes ?? ""
        guard let nodes = NumberSet(parsing: text) else {
            throw .invalid(
                field: "\(Self.field).nodes", reason: "\"\(text)\" is not a list of memory nodes such as 0-3,7")
        }
        try Self.check(policy.mode, nodes)
        self.mode = mode
        self.nodes = nodes
        description = ([policy.mode] + (text.isEmpty ? [] : ["nodes \(text)"])).joined(separator: ", ")
    }

    /// What the kernel would refuse without saying why.
    private static func check(_ mode: String, _ nodes: NumberSet) throws(RuntimeError) {
        let takesNone = mode == "MPOL_DEFAULT" || mode == "MPOL_LOCAL"
        guard !takesNone || nodes.isEmpty else {
            throw .invalid(field: "\(field).nodes", reason: "\(mode) takes no nodes")
        }
        guard takesNone || mode == "MPOL_PREFERRED" || !nodes.isEmpty else {
            throw .invalid(field: "\(field).nodes", reason: "is required for \(mode)")
        }
    }
}

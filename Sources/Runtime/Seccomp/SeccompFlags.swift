import OCI

/// SECCOMP_FILTER_FLAG_* of seccomp(2).
struct SeccompFlags: OptionSet, Hashable, Sendable {
    let rawValue: UInt64
    init(rawValue: UInt64) { self.rawValue = rawValue }

    static let synchronizeThreads = SeccompFlags(rawValue: 1)
    static let log = SeccompFlags(rawValue: 2)
    static let allowSpeculation = SeccompFlags(rawValue: 4)
    static let newListener = SeccompFlags(rawValue: 8)
    static let waitKillable = SeccompFlags(rawValue: 32)

    private static let names: [String: SeccompFlags] = [
        "SECCOMP_FILTER_FLAG_TSYNC": .synchronizeThreads, "SECCOMP_FILTER_FLAG_LOG": .log,
        "SECCOMP_FILTER_FLAG_SPEC_ALLOW": .allowSpeculation, "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV": .waitKillable,
    ]

    /// The flags to install the profile's filter with. Without the member,
    /// speculation is not restricted, as with runc and crun.
    init(_ profile: RuntimeSpec.Seccomp) throws(SeccompError) {
        self = profile.flags == nil ? .allowSpeculation : []
        if profile.notifies { insert(.newListener) }
        for (index, name) in (profile.flags ?? []).enumerated() {
            guard let flag = Self.names[name] else { throw SeccompError("flags[\(index)]", "unknown flag \"\(name)\"") }
            guard flag != .waitKillable || profile.notifies else {
                throw SeccompError("flags[\(index)]", "\(name) takes a rule with SCMP_ACT_NOTIFY")
            }
            insert(flag)
        }
        // The process that installs the filter has one thread, and the kernel
        // refuses both at once: each wants the call's result for itself.
        if contains(.newListener) { remove(.synchronizeThreads) }
    }
}

extension RuntimeSpec.Seccomp {
    /// Whether some call is answered by an agent.
    var notifies: Bool { systemCalls?.contains { $0.action == .notify } ?? false }

    /// Checks what the members say about each other (OCI runtime
    /// specification, "Seccomp").
    func checkListener() throws(SeccompError) {
        guard defaultAction != .notify else {
            throw SeccompError("defaultAction", "SCMP_ACT_NOTIFY is for single calls: not even the runtime could go on")
        }
        if notifies {
            guard let listenerPath, !listenerPath.isEmpty else {
                throw SeccompError("listenerPath", "is required for SCMP_ACT_NOTIFY")
            }
        } else if let listenerPath, !listenerPath.isEmpty {
            throw SeccompError("listenerPath", "is of no use: no rule has the action SCMP_ACT_NOTIFY")
        }
        guard listenerMetadata == nil || listenerPath != nil else {
            throw SeccompError("listenerMetadata", "is of no use without listenerPath")
        }
    }
}

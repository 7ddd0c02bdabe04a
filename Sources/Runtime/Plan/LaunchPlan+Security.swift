import OCI

extension LaunchPlan {
    /// The labels of security modules, which the process takes on at execve(2).
    /// While the procfs that the mounts were made with is still at hand: masks
    /// keep a user namespace from mounting another.
    mutating func addSecurityLabels(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        let labels: [(SecurityModule, String?)] = [
            (.appArmor, process.appArmorProfile), (.seLinux, process.selinuxLabel),
        ]
        for (module, label) in labels {
            guard let label, !label.isEmpty else { continue }
            guard module.isEnabled else {
                throw .invalid(field: module.field, reason: "this host has no \(module.name)")
            }
            guard !label.utf8.contains(0) else { throw .invalid(field: module.field, reason: Self.holdsNull) }
            append(module.step(label: label))
        }
    }
}

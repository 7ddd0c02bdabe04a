import OCI

extension LaunchPlan {
    /// Kernel parameters, of which only those that the container has a value of
    /// its own of may be set: all others would change the host.
    static func kernelParameters(
        _ linux: RuntimeSpec.Linux, namespaces: borrowing NamespacePlan
    ) throws(RuntimeError) -> [LaunchStep] {
        var steps: [LaunchStep] = []
        for (name, value) in (linux.sysctl ?? [:]).sorted(by: { $0.key < $1.key }) {
            let field = "linux.sysctl[\"\(name)\"]"
            guard let parameter = KernelParameter(name: name) else {
                throw .invalid(field: field, reason: "is not the name of a kernel parameter")
            }
            guard let namespace = parameter.namespace else {
                throw .invalid(field: field, reason: "is not namespaced: it would change the host")
            }
            guard parameter.path != "kernel/hostname" else {
                throw .invalid(field: field, reason: "is set by hostname")
            }
            guard namespaces.isPrivate(namespace) else {
                throw .invalid(
                    field: field,
                    reason: "would change the host: the container has no \(NamespaceNames.list(namespace)) "
                        + "namespace of its own")
            }
            guard !value.utf8.contains(0) else { throw .invalid(field: field, reason: holdsNull) }
            steps.append(.sysctl(name: parameter.path, value: value))
        }
        return steps
    }

    /// Names are those of a namespace, which has to be the container's own.
    static func checkNames(_ spec: RuntimeSpec, namespaces: borrowing NamespacePlan) throws(RuntimeError) {
        for (field, name) in [("hostname", spec.hostname), ("domainname", spec.domainname)] {
            guard let name else { continue }
            guard namespaces.isPrivate(NamespaceNames.uts) else {
                throw .invalid(
                    field: field, reason: "would change the host: the container has no uts namespace of its own")
            }
            // __NEW_UTS_LEN of the kernel.
            guard name.utf8.count <= 64 else {
                throw .invalid(field: field, reason: "is longer than the 64 bytes that the kernel takes")
            }
            guard !name.utf8.contains(0) else { throw .invalid(field: field, reason: holdsNull) }
        }
    }

    /// Why a text can't be given to the kernel.
    static let holdsNull = "holds a NUL character"
}

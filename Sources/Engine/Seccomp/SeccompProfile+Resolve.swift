import OCI

extension SeccompProfile {
    /// The filter for a container with these capabilities on this host.
    public func resolved(for capabilities: CapabilitySet, on host: HostFacts) -> RuntimeSpec.Seccomp {
        RuntimeSpec.Seccomp(
            defaultAction: defaultAction,
            defaultErrno: defaultErrno,
            architectures: architectures.resolved(on: host),
            flags: flags,
            listenerPath: listenerPath,
            listenerMetadata: listenerMetadata,
            systemCalls: rules.filter { $0.applies(to: capabilities, on: host) }.map(\.call))
    }
}

extension SeccompProfile.Architectures {
    fileprivate func resolved(on host: HostFacts) -> [String] {
        switch self {
        case .fixed(let names):
            return names
        case .ofHost(let families):
            let native = host.architecture.seccompName
            return [native] + families.filter { $0.native == native }.flatMap(\.others)
        }
    }
}

extension SeccompProfile.Rule {
    fileprivate func applies(to capabilities: CapabilitySet, on host: HostFacts) -> Bool {
        let isIncluded =
            capabilities.isSuperset(of: includes.capabilities)
            && (includes.architectures.isEmpty || includes.architectures.contains(host.architecture.rawValue))
            && includes.minimumKernel.map { host.kernel >= $0 } ?? true
        let isExcluded =
            !capabilities.isDisjoint(with: excludes.capabilities)
            || excludes.architectures.contains(host.architecture.rawValue)
            || excludes.minimumKernel.map { host.kernel >= $0 } ?? false
        return isIncluded && !isExcluded
    }
}

extension Architecture {
    /// libseccomp's name, seccomp_arch_add(3).
    var seccompName: String {
        switch self {
        case .amd64: "SCMP_ARCH_X86_64"
        case .arm64: "SCMP_ARCH_AARCH64"
        }
    }
}

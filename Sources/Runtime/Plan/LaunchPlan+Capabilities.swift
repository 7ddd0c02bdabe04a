import CShim
import OCI

extension LaunchPlan {
    /// The five sets of capabilities(7) of a process, checked and cut down to
    /// what can be had.
    struct Capabilities {
        var bounding: CapabilitySet
        var effective: CapabilitySet
        var permitted: CapabilitySet
        var inheritable: CapabilitySet
        var ambient: CapabilitySet
        /// Left out because the runtime, or the kernel, doesn't have them.
        var unavailable: CapabilitySet
        /// Left out of the ambient set, which only takes what is both permitted
        /// and inheritable (PR_CAP_AMBIENT(2const)).
        var notAmbient: CapabilitySet
    }

    /// - Parameter available: what a process of the container may have at most.
    static func capabilities(
        _ sets: RuntimeSpec.CapabilitySets, available: CapabilitySet
    ) throws(RuntimeError) -> Capabilities {
        let bounding = try capabilities(sets.bounding, field: "bounding")
        let permitted = try capabilities(sets.permitted, field: "permitted")
        let effective = try capabilities(
            sets.effective, field: "effective", within: permitted, reason: "is not in the permitted set")
        let inheritable = try capabilities(
            sets.inheritable, field: "inheritable", within: bounding, reason: "is not in the bounding set")
        let ambient = try capabilities(sets.ambient, field: "ambient")
        let all = [bounding, effective, permitted, inheritable, ambient].reduce(CapabilitySet()) { $0.union($1) }
        let raisable = permitted.intersection(inheritable)
        return Capabilities(
            bounding: bounding.intersection(available), effective: effective.intersection(available),
            permitted: permitted.intersection(available), inheritable: inheritable.intersection(available),
            ambient: ambient.intersection(raisable).intersection(available), unavailable: all.subtracting(available),
            notAmbient: ambient.subtracting(raisable))
    }

    /// - Parameter within: what the kernel demands the members to be in as well.
    private static func capabilities(
        _ names: [String]?, field: String, within: CapabilitySet = .all, reason: String = ""
    ) throws(RuntimeError) -> CapabilitySet {
        var set: CapabilitySet = []
        for (index, name) in (names ?? []).enumerated() {
            guard let capability = Capability(parsing: name) else {
                throw .invalid(
                    field: "process.capabilities.\(field)[\(index)]", reason: "unknown capability \"\(name)\"")
            }
            guard within.contains(capability) else {
                throw .invalid(
                    field: "process.capabilities.\(field)[\(index)]", reason: "\(capability.ociName) \(reason)")
            }
            set.insert(CapabilitySet(capability))
        }
        return set
    }

    /// What a process of the container may have: all that the kernel knows in a
    /// new user namespace, else what this process has itself.
    static func availableCapabilities(inUserNamespace: Bool) -> CapabilitySet {
        if inUserNamespace {
            let known = CapabilitySet(rawValue: UInt64.max >> UInt64(63 - skiff_last_capability()))
            return known.intersection(.all)
        }
        return CapabilitySet(rawValue: skiff_bounding_set() & skiff_permitted_set())
    }

    /// Says what was left out: engines ask for every capability there is when
    /// a container is to be privileged.
    mutating func warn(of capabilities: Capabilities) {
        if !capabilities.unavailable.isEmpty {
            let names = capabilities.unavailable.ociNames.joined(separator: ", ")
            warn("process.capabilities: not available here and left out: \(names)")
        }
        if !capabilities.notAmbient.isEmpty {
            let names = capabilities.notAmbient.ociNames.joined(separator: ", ")
            warn("process.capabilities.ambient: not both permitted and inheritable, and left out: \(names)")
        }
    }
}

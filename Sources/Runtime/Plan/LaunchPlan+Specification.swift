import Cgroups
import Glibc
import LinuxSystem
import OCI

extension LaunchPlan {
    /// Builds the plan of a container's first process. The order of the steps
    /// is the order in which the kernel lets them be done:
    ///
    ///     enter   signals, cgroup, namespaces, session
    ///     mount   root, mounts, devices, terminal or pipes
    ///     set     sysctl, names, loopback
    ///     protect masks, read-only paths, pivot_root
    ///     limit   rlimits, keyring, personality, memory policy, labels
    ///     become  bounding set, descriptors closed, working directory, scheduling, filter, user, capabilities
    ///     run     execve
    public init(_ spec: RuntimeSpec, resources: consuming LaunchResources) throws(RuntimeError) {
        self.init()
        guard let process = spec.process else {
            throw .invalid(field: "process", reason: "is required to start a container")
        }
        let linux = spec.linux ?? RuntimeSpec.Linux()
        let namespaces = try NamespacePlan(linux)
        try Self.check(process)
        try Self.checkNames(spec, namespaces: namespaces)
        let parameters = try Self.kernelParameters(linux, namespaces: namespaces)
        networkDevices = try NetworkDevices(linux, namespaces: namespaces)
        let maps = namespaces.identityMaps
        try maps?.check(process.user)
        let newNetwork = namespaces.created & NamespaceNames.network != 0

        try joinResourceControl(linux, tasks: resources.resourceControl.take())
        try enter(namespaces, process: process, join: resources.join)
        append(.propagation(try Self.rootPropagation(linux)))
        // Whatever spreads, the container's root must not: it is attached here.
        append(.propagation(MountPropagation.privateFlag))
        let root = hold(resources.root.takeDescriptor())
        append(.attachRoot(descriptor: root))
        for (index, mount) in (spec.mounts ?? []).enumerated() {
            try add(mount, field: "mounts[\(index)]", views: resources.views)
        }
        try addDevices(linux, inUserNamespace: inUserNamespace)
        if process.terminal == true {
            addConsole(process, isMounted: true)
        } else if let streams = resources.streams.take() {
            try addStreams(streams, owner: process.user, maps: maps)
        }
        for step in parameters { append(step) }
        addNames(spec, newNetwork: newNetwork)
        // As runc does, before the root may become read-only.
        append(.makeDirectory(path: process.workingDirectory, mode: 0o755))
        try addProtections(linux, root: spec.root)
        append(.pivotRoot)
        try addProcessLimits(process)
        append(.sessionKeyring(name: resources.keyringName))
        try addAttributes(process, linux)
        try addIdentity(process, seccomp: resources.seccomp)
        try addExecution(process)
    }

    private static func rootPropagation(_ linux: RuntimeSpec.Linux) throws(RuntimeError) -> UInt64 {
        let option = linux.rootPropagation ?? "rslave"
        guard let propagation = MountPropagation(option: option) else {
            throw .invalid(field: "linux.rootfsPropagation", reason: "unknown propagation \"\(option)\"")
        }
        return propagation.mountFlags
    }

    private mutating func addNames(_ spec: RuntimeSpec, newNetwork: Bool) {
        if let hostname = spec.hostname { append(.hostname(hostname)) }
        if let domainname = spec.domainname { append(.domainname(domainname)) }
        if newNetwork { append(.loopbackUp) }
    }

    private mutating func addProtections(_ linux: RuntimeSpec.Linux, root: RuntimeSpec.Root?) throws(RuntimeError) {
        if let masked = linux.maskedPaths, !masked.isEmpty {
            let null = try Self.opened { () throws(SystemError) in try DetachedMount.nullDevice() }
            let number = hold(null)
            for path in masked { append(.maskPath(path, nullDevice: number)) }
        }
        for path in linux.readOnlyPaths ?? [] { append(.readOnlyPath(path)) }
        if root?.readOnly == true { append(.readOnlyRoot) }
    }

    /// Descriptors opened while a plan is built fail with the kernel's reason.
    static func opened(
        _ body: () throws(SystemError) -> Descriptor
    ) throws(RuntimeError) -> Descriptor {
        do throws(SystemError) { return try body() } catch { throw .system(error) }
    }
}

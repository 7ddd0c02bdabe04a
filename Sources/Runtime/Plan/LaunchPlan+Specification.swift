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
        let maps = namespaces.identityMaps
        try maps?.check(process.user)
        let inUserNamespace = namespaces.hasUser
        let newNetwork = namespaces.created & NamespaceNames.network != 0
        try Self.check(process)
        try Self.checkNames(spec, namespaces: namespaces)
        networkDevices = try NetworkDevices(linux, namespaces: namespaces)
        let kernelParameters = try Self.kernelParameters(linux, namespaces: namespaces)

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
        } else {
            append(.streamOwner(process.user.userID))
        }
        for step in kernelParameters { append(step) }
        addNames(spec, newNetwork: newNetwork)
        // As runc does, before the root may become read-only.
        append(.makeDirectory(path: process.workingDirectory, mode: 0o755))
        try addProtections(linux, root: spec.root)
        if resources.awaitsRuntime { append(.awaitRuntime) }
        append(.pivotRoot(byChroot: resources.avoidsPivot))
        try addProcessLimits(process)
        if let name = resources.keyringName { append(.sessionKeyring(name: name)) }
        try addExecutionDomain(linux)
        try addSecurityLabels(process)
        try addHome(process)
        var start: CInt?
        if let socket = resources.startSocket.take() { start = hold(socket) }
        append(.closeDescriptors(from: 3 + resources.preservedDescriptors, keeping: start ?? -1))
        // From here on every path is the container's word.
        append(.workingDirectory(process.workingDirectory))
        if let start { append(.awaitStart(socket: start)) }
        try addStart(process, seccomp: resources.seccomp, endsWithParent: resources.endsWithParent)
    }

    /// The plan of what happens once the start has come: its steps' numbers are
    /// those of the reports from then on.
    init(afterStartOf spec: RuntimeSpec) throws(RuntimeError) {
        self.init()
        guard let process = spec.process else {
            throw .invalid(field: "process", reason: "is required to start a container")
        }
        let filter = spec.linux?.seccomp.map { _ in SeccompProgram(instructions: [], flags: 0) }
        try addStart(process, seccomp: filter, endsWithParent: false)
    }

    /// What is done last, when nothing else can fail any more but the execution.
    mutating func addStart(
        _ process: RuntimeSpec.Process, seccomp: SeccompProgram?, endsWithParent: Bool
    ) throws(RuntimeError) {
        try addIdentity(process, seccomp: seccomp, endsWithParent: endsWithParent)
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

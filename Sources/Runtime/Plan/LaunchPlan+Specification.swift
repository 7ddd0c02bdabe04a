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
        seccompAgent = resources.seccompAgent
        watchesRefusals = resources.watchesRefusals
        var namespaces = try NamespacePlan(linux)
        let maps = namespaces.identityMaps
        try maps?.check(process.user)
        try Self.check(process)
        try Self.checkNames(spec, namespaces: namespaces)
        networkDevices = try NetworkDevices(linux, namespaces: namespaces)
        let kernelParameters = try Self.kernelParameters(linux, namespaces: namespaces)

        try joinResourceControl(linux, tasks: resources.resourceControl.take())
        if let network = resources.network.take() { namespaces.use(network) }
        if let file = resources.networkFile.take() { namespaces.use(network: file) }
        attachNetwork = resources.attachNetwork
        let newNetwork = namespaces.created & NamespaceNames.network != 0
        let arrival = resources.arrival
        let entersLater = namespaces.makeCgroup(later: arrival != nil)
        try enter(namespaces, process: process, join: resources.join)
        let propagation = try Self.rootPropagation(linux)
        try attachRoot(resources.root, at: resources.rootPath, propagation: propagation)
        let mounts = spec.mounts ?? []
        let context = MountContext(views: resources.views, bundle: resources.bundle, linux: linux)
        let readOnlyLater = try addMounts(mounts, context: context)
        try addDevices(linux, devicesAreBound: try Self.bindsDevices(mounts))
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
        // Hooks may still change what is in the root.
        if let state = resources.hookState { addCreationHooks(spec, state: state) }
        for mount in readOnlyLater { append(.changeMount(mount)) }
        try addProtections(linux, root: spec.root)
        if let arrival { enter(arrival, makesNamespace: entersLater) }
        append(.pivotRoot(byChroot: resources.avoidsPivot))
        // Only now is "/" the container's own and nobody else's.
        if let propagation, !propagation.isPrivate { append(.propagation(propagation.mountFlags)) }
        try addProcessLimits(process)
        if let keyring = resources.keyring { append(.sessionKeyring(keyring)) }
        try addAttributes(process, linux)
        var start: CInt?
        if let socket = resources.startSocket.take() { start = hold(socket) }
        append(.closeDescriptors(from: 3 + resources.preservedDescriptors, keeping: start ?? -1))
        // From here on every path is the container's word.
        append(.workingDirectory(process.workingDirectory))
        if let start {
            // Engines tell a command that is not there from other failures by
            // what `create` says of it; a failing `start` leaves them a container.
            try addSearch(process)
            append(.awaitStart(socket: start))
        }
        if let state = resources.hookState { addStartHooks(spec, state: state) }
        try addStart(process, seccomp: resources.seccomp, endsWithParent: resources.endsWithParent)
    }

    /// The plan of what happens once the start has come: its steps' numbers are
    /// those of the reports from then on.
    init(afterStartOf spec: RuntimeSpec, state: RuntimeState) throws(RuntimeError) {
        self.init()
        addStartHooks(spec, state: state)
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

    private static func rootPropagation(_ linux: RuntimeSpec.Linux) throws(RuntimeError) -> MountPropagation? {
        guard let option = linux.rootPropagation, !option.isEmpty else { return nil }
        guard let propagation = MountPropagation(option: option) else {
            throw .invalid(field: "linux.rootfsPropagation", reason: "unknown propagation \"\(option)\"")
        }
        return propagation
    }

    /// The container's root on top of the host's. What happens in the host's
    /// mounts is seen until the root changes, so that none of them is kept from
    /// being unmounted; nothing spreads back. The root itself sees the host's
    /// mounts in its tree only if it is to be a slave.
    private mutating func attachRoot(
        _ root: consuming DetachedMount, at path: String?, propagation: MountPropagation?
    ) throws(RuntimeError) {
        do throws(SystemError) {
            let isSlave = propagation?.isSlave == true
            try root.spread(isSlave ? .recursivelySlave : .recursivelyPrivate, name: "the root file system")
        } catch {
            throw .system(error)
        }
        append(.propagation(MountPropagation.recursivelySlave.mountFlags))
        append(.attachRoot(descriptor: hold(root.takeDescriptor()), path: path))
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
            for (index, path) in masked.enumerated() {
                try Self.requireProtectable(path, field: "linux.maskedPaths[\(index)]")
                append(.maskPath(path, nullDevice: number))
            }
        }
        for (index, path) in (linux.readOnlyPaths ?? []).enumerated() {
            try Self.requireProtectable(path, field: "linux.readonlyPaths[\(index)]")
            append(.readOnlyPath(path))
        }
        if root?.readOnly == true { append(.readOnlyRoot) }
    }

    /// What covers the root itself would be covered by the root's change, and
    /// protect nothing.
    private static func requireProtectable(_ path: String, field: String) throws(RuntimeError) {
        guard path.hasPrefix("/") else { throw .invalid(field: field, reason: "\"\(path)\" is not an absolute path") }
        guard path.split(separator: "/").contains(where: { $0 != "." && $0 != ".." }) else {
            throw .invalid(field: field, reason: "is the root: a path beneath it is required")
        }
    }

    /// Descriptors opened while a plan is built fail with the kernel's reason.
    static func opened(
        _ body: () throws(SystemError) -> Descriptor
    ) throws(RuntimeError) -> Descriptor {
        do throws(SystemError) { return try body() } catch { throw .system(error) }
    }
}

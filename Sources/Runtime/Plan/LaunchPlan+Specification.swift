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
    ///     limit   rlimits, keyring
    ///     become  bounding set, descriptors closed, working directory, filter, user, capabilities
    ///     run     execve
    public init(_ spec: RuntimeSpec, resources: consuming LaunchResources) throws(RuntimeError) {
        self.init()
        guard let process = spec.process else {
            throw .invalid(field: "process", reason: "is required to start a container")
        }
        let linux = spec.linux ?? RuntimeSpec.Linux()
        seccompAgent = resources.seccompAgent
        let namespaces = try NamespacePlan(linux)

        try enter(namespaces, process: process, join: resources.join)
        append(.propagation(try Self.rootPropagation(linux)))
        // Whatever spreads, the container's root must not: it is attached here.
        append(.propagation(MountPropagation.privateFlag))
        let root = hold(resources.root.takeDescriptor())
        append(.attachRoot(descriptor: root))
        for (index, mount) in (spec.mounts ?? []).enumerated() {
            try add(mount, field: "mounts[\(index)]", views: resources.views)
        }
        try addDevices(linux, inUserNamespace: namespaces.createsUser)
        try addStreams(process, linux, streams: resources.streams.take())
        for (name, value) in (linux.sysctl ?? [:]).sorted(by: { $0.key < $1.key }) {
            append(.sysctl(name: name.replacing(".", with: "/"), value: value))
        }
        addNames(spec, namespaces: namespaces)
        // As runc does, before the root may become read-only.
        append(.makeDirectory(path: process.workingDirectory, mode: 0o755))
        try addProtections(linux, root: spec.root)
        if resources.awaitsRuntime { append(.awaitRuntime) }
        append(.pivotRoot(byChroot: resources.avoidsPivot))
        try addProcessLimits(process)
        if let name = resources.keyringName { append(.sessionKeyring(name: name)) }
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
    private mutating func addStart(
        _ process: RuntimeSpec.Process, seccomp: SeccompProgram?, endsWithParent: Bool
    ) throws(RuntimeError) {
        try addIdentity(process, seccomp: seccomp, endsWithParent: endsWithParent)
        try addExecution(process)
    }

    private mutating func enter(
        _ namespaces: NamespacePlan, process: RuntimeSpec.Process, join: consuming JoinTarget
    ) throws(RuntimeError) {
        self.namespaces = namespaces.created
        append(.resetSignals)
        for number in join.taskFiles.numbers { append(.joinCgroup(descriptor: number)) }
        self.join = .some(join)
        // The file is the host's root's: it can't be opened once the process is root of a user namespace.
        if let adjustment = process.oomScoreAdjustment {
            append(.writeHostFile(path: "/proc/self/oom_score_adj", text: String(adjustment)))
        }
        for existing in namespaces.joined {
            let descriptor = try Self.opened { () throws(SystemError) in
                try Descriptor.open(existing.path, [.readOnly])
            }
            append(.joinNamespace(descriptor: hold(descriptor), type: existing.type, path: existing.path))
        }
        // The file is the host's root's, who the child is until it has taken on
        // its user namespace's ids.
        if let adjustment = process.oomScoreAdjustment {
            append(.writeHostFile(path: "/proc/self/oom_score_adj", text: String(adjustment)))
        }
        if let maps = namespaces.identityMaps {
            identityMaps = maps
            append(.awaitIdentityMaps)
            append(.becomeNamespaceRoot)
        }
        append(.newSession)
        // A cgroup namespace is rooted where its creator is, so it comes after
        // joining: with clone3 it would be rooted at the supervisor's group.
        if namespaces.createdLater != 0 { append(.unshare(namespaces: namespaces.createdLater)) }
        if !namespaces.timeOffsets.isEmpty {
            append(.writeHostFile(path: "/proc/self/timens_offsets", text: namespaces.timeOffsets))
        }
    }

    private static func rootPropagation(_ linux: RuntimeSpec.Linux) throws(RuntimeError) -> UInt64 {
        let option = linux.rootPropagation ?? "rslave"
        guard let propagation = MountPropagation(option: option) else {
            throw .invalid(field: "linux.rootfsPropagation", reason: "unknown propagation \"\(option)\"")
        }
        return propagation.mountFlags
    }

    private mutating func addNames(_ spec: RuntimeSpec, namespaces: NamespacePlan) {
        if let hostname = spec.hostname { append(.hostname(hostname)) }
        if let domainname = spec.domainname { append(.domainname(domainname)) }
        if namespaces.created & NamespaceNames.network != 0 { append(.loopbackUp) }
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

    private mutating func addStreams(
        _ process: RuntimeSpec.Process, _ linux: RuntimeSpec.Linux, streams: consuming ChildStreams?
    ) throws(RuntimeError) {
        if process.terminal == true {
            let size = process.consoleSize
            append(.console(rows: size?.height ?? 0, columns: size?.width ?? 0, owner: process.user.userID))
            return
        }
        guard let streams else { return append(.streamOwner(Self.owner(process.user, linux).user)) }
        try streams.give(to: Self.owner(process.user, linux)) { number, descriptor in
            append(.standardStream(descriptor: hold(descriptor), as: number))
        }
    }

    /// The host's ids of a user of the container.
    private static func owner(_ user: RuntimeSpec.User, _ linux: RuntimeSpec.Linux) -> FileOwner {
        FileOwner(
            user: IdentityMaps.hostID(of: user.userID, by: linux.userIDMappings ?? []),
            group: IdentityMaps.hostID(of: user.groupID, by: linux.groupIDMappings ?? []))
    }

    /// Descriptors opened while a plan is built fail with the kernel's reason.
    static func opened(
        _ body: () throws(SystemError) -> Descriptor
    ) throws(RuntimeError) -> Descriptor {
        do throws(SystemError) { return try body() } catch { throw .system(error) }
    }
}

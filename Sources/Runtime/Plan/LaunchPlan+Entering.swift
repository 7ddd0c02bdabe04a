import Cgroups
import Glibc
import LinuxSystem
import OCI

extension LaunchPlan {
    /// Builds the plan of a further process of a running container. The root
    /// and the working directory become the container's with its mount
    /// namespace (setns(2)); every path is walked after that, by a process that
    /// nobody in the container may look into until execve(2).
    ///
    ///     enter   signals, cgroup, namespaces, session
    ///     set     terminal or pipes, rlimits, keyring
    ///     become  bounding set, descriptors closed, working directory, filter, user, capabilities
    ///     run     execve
    public init(
        _ process: RuntimeSpec.Process, entering resources: consuming EntryResources
    ) throws(RuntimeError) {
        self.init()
        seccompAgent = resources.seccompAgent
        try Self.check(process)
        let types = NamespacePlan.types(of: resources.namespaces, enteredBy: resources.pid)
        let maps = types & NamespaceNames.user != 0 ? try IdentityMaps.read(of: resources.pid) : nil
        try maps?.check(process.user)
        try Self.check(process)
        inUserNamespace = maps != nil

        append(.resetSignals)
        for number in resources.join.taskFiles.numbers { append(.joinCgroup(descriptor: number)) }
        join = .some(resources.join)
        try addFinalAffinity(process)
        // Who is born with the container's mounts finds no file by the host's paths.
        try addOutOfMemoryScore(process, byParent: maps == nil)
        if outOfMemoryScore != nil { append(.awaitIdentityMaps) }
        // Only the host's root may raise a hard limit (setrlimit(2)).
        if maps != nil { try addProcessLimits(process) }
        enter(types, by: hold(resources.process.takeDescriptor()), as: maps?.firstUser(process.user))
        append(.newSession)
        if process.terminal == true {
            addConsole(process, isMounted: false)
        } else if let streams = resources.streams.take() {
            try addStreams(streams, owner: process.user, maps: maps)
        } else {
            append(.streamOwner(process.user.userID))
        }
        if maps == nil { try addProcessLimits(process) }
        if let keyring = resources.keyring { append(.sessionKeyring(keyring)) }
        try addAttributes(process, resources.linux)
        append(.closeDescriptors(from: 3 + resources.preservedDescriptors, keeping: -1))
        // From here on every path is the container's word.
        append(.workingDirectory(process.workingDirectory))
        try addStart(process, seccomp: resources.seccomp, endsWithParent: resources.endsWithParent)
    }

    /// A pid namespace is entered before the process is made, and by an
    /// ordinary user the user namespace, whose root may enter the others.
    ///
    /// Without a user namespace the container's root may have CAP_SYS_PTRACE
    /// over the process, and look into it however it is protected. So it is
    /// born with the container's mounts and all else; but not in its cgroup
    /// namespace, from where it could not be put into the cgroup
    /// (cgroups(7), nsdelegate), nor its time namespace, which a process that
    /// shares its memory can't enter (time_namespaces(7)).
    private mutating func enter(_ types: UInt64, by process: CInt, as user: RuntimeSpec.User?) {
        let later = NamespaceNames.cgroup | NamespaceNames.time
        let early =
            types & NamespaceNames.user == 0
            ? [types & ~later] : [Privilege.isOrdinaryUser ? NamespaceNames.user : 0, NamespaceNames.pid]
        var rest = types
        for type in early where types & type != 0 {
            entered.append(EnteredNamespace(descriptor: process, types: type, name: "of the container"))
            rest &= ~type
        }
        if rest != 0 { append(.enterContainer(descriptor: process, namespaces: rest)) }
        if let user { append(.becomeNamespaceUser(uid: user.userID, gid: user.groupID)) }
    }

    /// A terminal of the container's devpts.
    /// - Parameter isMounted: whether it is also to be /dev/console.
    mutating func addConsole(_ process: RuntimeSpec.Process, isMounted: Bool) {
        let size = process.consoleSize
        append(
            .console(
                rows: size?.height ?? 0, columns: size?.width ?? 0, owner: process.user.userID, isMounted: isMounted))
    }

    /// The streams come to belong to the user, by the host's ids.
    mutating func addStreams(
        _ streams: consuming ChildStreams, owner user: RuntimeSpec.User, maps: IdentityMaps?
    ) throws(RuntimeError) {
        let owner = maps?.hostOwner(of: user) ?? FileOwner(user: user.userID, group: user.groupID)
        try streams.give(to: owner) { number, descriptor in
            append(.standardStream(descriptor: hold(descriptor), as: number))
        }
    }
}

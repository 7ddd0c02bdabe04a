import Cgroups
import LinuxSystem
import OCI

extension LaunchPlan {
    /// The part of the plan that is about namespaces, in the order in which the
    /// kernel lets any mix of them be entered and made:
    ///
    /// - before clone3(2): the pid namespace to be born in. With a user
    ///   namespace, all others too, while this process has its rights over
    ///   those that the user namespace doesn't own, and then the user namespace,
    ///   so that what clone3 makes belongs to it. An ordinary user has rights
    ///   over nothing but the user namespace, and enters that first.
    /// - by the child: what is left, then its id in the user namespace.
    /// - last: the cgroup namespace, rooted where its creator is, and a mount
    ///   namespace by path, where nothing of the host's /proc can be relied on.
    ///   It is the container's from now on: its root is exchanged for all that
    ///   are in it, as runc does.
    mutating func enter(
        _ namespaces: consuming NamespacePlan, process: RuntimeSpec.Process, join: consuming JoinTarget
    ) throws(RuntimeError) {
        self.namespaces = namespaces.created
        append(.resetSignals)
        for number in join.taskFiles.numbers { append(.joinCgroup(descriptor: number)) }
        self.join = .some(join)
        inUserNamespace = namespaces.hasUser
        try addOutOfMemoryScore(process, byParent: namespaces.hasUser)
        let early = namespaces.joinedBeforeBirth
        entered = early.map { EnteredNamespace(descriptor: $0.descriptor, types: $0.type, name: $0.path) }
        let rest = namespaces.joined.filter { existing in !early.contains { $0.type == existing.type } }
        for existing in rest where existing.type != NamespaceNames.mount { append(existing.step) }
        addMaps(namespaces, process: process)
        append(.newSession)
        let later = namespaces.createdLater & ~namespaces.createdByOffsets
        if later != 0 { append(.unshare(namespaces: later)) }
        for existing in rest where existing.type == NamespaceNames.mount { append(existing.step) }
        hold(namespaces.files)
    }

    /// Enters the group that was in the making until now, as late as may be: what was mounted meanwhile took as long.
    mutating func enter(_ group: CgroupArrival, makesNamespace: Bool) {
        append(.joinArrivingCgroup(socket: group.socket, other: group.other))
        if makesNamespace { append(.unshare(namespaces: NamespaceNames.cgroup)) }
    }

    /// The parent writes the id maps and the offsets of the clocks, which must
    /// be set before the first process is in their namespace, and does what
    /// else the child can't.
    private mutating func addMaps(_ namespaces: borrowing NamespacePlan, process: RuntimeSpec.Process) {
        timeOffsets = namespaces.timeOffsets
        if !timeOffsets.isEmpty { append(.unshare(namespaces: NamespaceNames.time)) }
        if namespaces.createsUser { identityMaps = namespaces.identityMaps }
        let waits = outOfMemoryScore != nil || networkDevices != nil || attachNetwork != nil
        if waits || namespaces.createsUser || !timeOffsets.isEmpty { append(.awaitIdentityMaps) }
        if let maps = namespaces.identityMaps {
            let user = maps.firstUser(process.user)
            append(.becomeNamespaceUser(uid: user.userID, gid: user.groupID))
        }
    }
}

extension NamespacePlan {
    /// Time, when its clocks are to be set: by the parent, while the child waits.
    fileprivate var createdByOffsets: UInt64 { timeOffsets.isEmpty ? 0 : NamespaceNames.time }

    /// What is joined before clone3(2), in order.
    fileprivate var joinedBeforeBirth: [Existing] {
        guard hasUser else { return joined.filter { $0.type == NamespaceNames.pid } }
        // A time namespace is entered by a process that shares no memory
        // (setns(2)), as the one that enters before clone3 does.
        let kept = NamespaceNames.mount | NamespaceNames.time
        let user = joined.filter { $0.type == NamespaceNames.user }
        // From inside another cgroup namespace no process is put into a cgroup
        // of the host's (cgroups(7), nsdelegate). The joined user namespace owns it.
        let foreign = user.isEmpty ? 0 : NamespaceNames.cgroup
        let others = joined.filter {
            $0.type & (kept | NamespaceNames.user) == 0 && ($0.isOwn || $0.type & foreign == 0)
        }
        return Privilege.isOrdinaryUser ? user + others : others + user
    }
}

extension NamespacePlan.Existing {
    fileprivate var step: LaunchStep { .joinNamespace(descriptor: descriptor, type: type, path: path) }
}

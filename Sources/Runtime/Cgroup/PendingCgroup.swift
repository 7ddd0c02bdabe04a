import CShim
import Cgroups
import LinuxSystem
import OCI

/// Where a container's first process waits for its group, by descriptors of its parent's that it inherits.
struct CgroupArrival {
    /// The groups' `tasks` files come by it.
    let socket: CInt
    /// The other end.
    let other: CInt
}

/// A container's group, in the making on a thread of its own: to make a directory in each of ten v1 hierarchies
/// takes the kernel as long as the container's namespaces and mounts, which needn't be in the group yet. The
/// first process enters it last, and never gets to run anything when there is none.
///
/// Only for groups on v1 alone: into one of v2 a process is born (`JoinTarget`).
struct PendingCgroup: ~Copyable {
    private let handover: Handover
    private let thread: Thread<Result<Cgroup, RuntimeError>>

    /// Whether the group may come after the process: nobody is told of the process, and nothing is mounted or
    /// shared, that has to do with the group.
    static func suits(_ spec: RuntimeSpec, on hierarchies: Hierarchies) -> Bool {
        guard spec.hooks == nil, spec.linux?.intelRdt == nil, spec.cgroupOwner == nil else { return false }
        let namespaces = spec.linux?.namespaces ?? []
        let mounts = spec.mounts ?? []
        guard namespaces.allSatisfy({ ($0.path ?? "").isEmpty && $0.type != .user }),
            !mounts.contains(where: { $0.type == "cgroup" || $0.type == "cgroup2" })
        else { return false }
        // What is wrong with the limits is told by who makes the group.
        guard let limits = try? Limits(spec.linux?.resources ?? RuntimeSpec.Resources()) else { return false }
        return !hierarchies.needUnified(for: limits)
    }

    /// Begins to make the group, as `Cgroup.create` does.
    static func begin(
        for spec: RuntimeSpec, containerID: String, on hierarchies: Hierarchies
    ) throws(SystemError) -> PendingCgroup {
        let handover = try Handover()
        let thread = try Thread<Result<Cgroup, RuntimeError>>.start {
            do throws(RuntimeError) {
                let group = try Cgroup.create(for: spec, containerID: containerID, on: hierarchies)
                Trace.mark("runtime: cgroup made")
                if let error = handover.give(group) {
                    _ = group.clear()  // the first failure is the one to tell
                    throw error
                }
                return .success(group)
            } catch {
                handover.giveUp()
                return .failure(error)
            }
        }
        return PendingCgroup(handover: handover, thread: thread)
    }

    private init(handover: Handover, thread: consuming Thread<Result<Cgroup, RuntimeError>>) {
        self.handover = handover
        self.thread = thread
    }

    /// For the launch plan; valid as long as this value lives.
    var arrival: CgroupArrival {
        CgroupArrival(socket: handover.ends.far.descriptor.number, other: handover.ends.near.descriptor.number)
    }

    /// Waits until the group is there.
    consuming func finish() throws(RuntimeError) -> Cgroup {
        try thread.join().get()
    }
}

/// The way of the `tasks` files to the process (`SKIFF_STEP_JOIN_ARRIVING`). Both ends stay open as long as
/// somebody may use them: their numbers are in the launch plan.
private final class Handover: Sendable {
    let ends: PacketSocket.Pair

    init() throws(SystemError) {
        ends = try PacketSocket.Pair()
    }

    /// Answers why the group could not be given.
    func give(_ group: borrowing Cgroup) -> RuntimeError? {
        do {
            let target = try group.join()
            for file in target.taskFiles.numbers {
                if let error = send(1, with: file) { return error }
            }
            return send(1, with: -1)
        } catch {
            return .limits("\(error)")
        }
    }

    func giveUp() {
        // With nobody there to read it, nobody waits.
        _ = send(0, with: -1)
    }

    private func send(_ word: UInt8, with file: CInt) -> RuntimeError? {
        var word = word
        let result = skiff_send_descriptor(ends.near.descriptor.number, &word, 1, file)
        return result < 0 ? .system(SystemError("hand over", "the cgroup", errno: -result)) : nil
    }
}

import CShim
import Glibc
import LinuxSystem

/// Whether and why the kernel killed processes of a group for want of memory.
public struct OutOfMemory: Hashable, Sendable, Codable {
    /// Processes killed so far. Never reset.
    public var kills: UInt64
    /// The limit and the greatest use in bytes, where the kernel tells.
    public var limit: UInt64?
    /// As `limit`.
    public var peak: UInt64?

    /// `killed: out of memory (limit 64 MiB, peak 64 MiB)`.
    public var sentence: String {
        let facts = [limit.map { "limit \(byteText($0))" }, peak.map { "peak \(byteText($0))" }].compactMap(\.self)
        return "killed: out of memory" + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
    }
}

extension Cgroup {
    /// `nil` where the kernel doesn't count OOM kills.
    public func outOfMemory() throws(CgroupError) -> OutOfMemory? {
        guard let group = directory(of: .memory) else { return nil }
        let memory = try Memory.statistics(in: group)
        return memory.outOfMemoryKills.map { OutOfMemory(kills: $0, limit: memory.limit, peak: memory.peak) }
    }

    /// What a notification meant: whether the group ran out of memory, or was
    /// removed, or, on v2, reached one of its bounds. v1 notifies when it
    /// begins to look for a process to kill, so that the count may still be the old one.
    /// - Parameter kills: those known so far, for v2 to compare; brought up to date.
    public func ranOutOfMemory(since kills: inout UInt64) throws(CgroupError) -> Bool {
        guard let group = directory(of: .memory), let facts = try outOfMemory() else { return false }
        defer { kills = facts.kills }
        return group.version == .v1 || facts.kills > kills
    }

    /// A descriptor that becomes readable (EPOLLIN) when the group runs out of
    /// memory, and may do so for lesser reasons: look at `outOfMemory()` then.
    /// Reading it until EAGAIN makes it quiet again. It doesn't keep the group.
    ///
    /// v1: an eventfd(2) registered with cgroup.event_control
    /// (cgroup-v1/memory.rst, "OOM Control"). v2: inotify(7) on memory.events.
    public func outOfMemoryNotification() throws(CgroupError) -> Descriptor {
        guard let group = directory(of: .memory) else {
            throw .missingController(.memory, limit: "the notification of an OOM kill")
        }
        return try translatingErrors { () throws(SystemError) in
            switch group.version {
            case .v1: try Self.legacyNotification(of: group)
            case .v2: try Self.unifiedNotification(of: group)
            }
        }
    }

    private static func legacyNotification(of group: GroupDirectory) throws(SystemError) -> Descriptor {
        let notification = Descriptor(owning: try check(skiff_eventfd(), "make", "an eventfd"))
        let control = try group.open("memory.oom_control", .readOnly)
        try group.write("\(notification.number) \(control.number)", to: "cgroup.event_control")
        return notification
    }

    private static func unifiedNotification(of group: GroupDirectory) throws(SystemError) -> Descriptor {
        let flags = CInt(IN_CLOEXEC) | CInt(IN_NONBLOCK)
        let notification = Descriptor(owning: try checkErrno(inotify_init1(flags), "make", "an inotify descriptor"))
        let file = group.location + "/memory.events"
        try checkErrno(inotify_add_watch(notification.number, file, UInt32(IN_MODIFY)), "watch", file)
        return notification
    }
}

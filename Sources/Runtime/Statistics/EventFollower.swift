import Cgroups
import Glibc
import LinuxSystem

/// Tells of a container's use at intervals, and at once when it runs out of
/// memory, until its first process has ended: what `events` does.
public struct EventFollower: ~Copyable {
    private let group: Cgroup
    private let process: ProcessDescriptor
    private let id: String
    private let notification: Descriptor?
    /// The kills that have been told.
    private var kills: UInt64

    /// Follows a container that runs.
    /// - Parameter process: the container's first one.
    public static func start(
        id: String, of group: consuming Cgroup, process: consuming ProcessDescriptor
    ) throws(RuntimeError) -> EventFollower {
        let kills = try kills(in: group)
        let notification = try notification(of: group)
        return EventFollower(group: group, process: process, id: id, notification: notification, kills: kills)
    }

    private init(
        group: consuming Cgroup, process: consuming ProcessDescriptor, id: String,
        notification: consuming Descriptor?, kills: UInt64
    ) {
        self.group = group
        self.process = process
        self.id = id
        self.notification = notification
        self.kills = kills
    }

    private static func kills(in group: borrowing Cgroup) throws(RuntimeError) -> UInt64 {
        do { return try group.outOfMemory()?.kills ?? 0 } catch { throw RuntimeError(error) }
    }

    /// `nil` without the controller: then there is nothing that could run out.
    private static func notification(of group: borrowing Cgroup) throws(RuntimeError) -> Descriptor? {
        do throws(CgroupError) {
            let notification = try group.outOfMemoryNotification()
            do { try notification.setNonBlocking() } catch { throw CgroupError.system(error) }
            return .some(notification)
        } catch {
            if case .missingController = error { return nil }
            throw RuntimeError(error)
        }
    }

    /// Waits and tells until the process has ended.
    /// - Parameters:
    ///   - milliseconds: between two statistics.
    ///   - tell: gets a line of JSON with its end.
    public mutating func follow(
        every milliseconds: CInt, _ tell: ([UInt8]) throws(SystemError) -> Void
    ) throws(RuntimeError) {
        do throws(SystemError) {
            var next = Uptime.now() + Int64(milliseconds)
            while true {
                let wake = try wait(milliseconds: CInt(clamping: next.milliseconds(from: .now())))
                if wake.outOfMemory, ranOutOfMemory() { try tell(RuntimeEvent.outOfMemory(id: id).line) }
                if wake.ended { return }
                guard Uptime.now() >= next else { continue }
                next = next + Int64(milliseconds)
                // The group may be on its way out: then the end is what comes next.
                guard let statistics = try? RuntimeStatistics(of: group) else { continue }
                try tell(RuntimeEvent.statistics(statistics, id: id).line)
            }
        } catch {
            throw .system(error)
        }
    }

    private struct Wake {
        var outOfMemory: Bool
        var ended: Bool
    }

    private func wait(milliseconds: CInt) throws(SystemError) -> Wake {
        let number =
            switch notification {
            case .some(let notification): notification.number
            case .none: CInt(-1)
            }
        var entries = [
            pollfd(fd: number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: process.descriptor.number, events: Int16(POLLIN), revents: 0),
        ]
        if poll(&entries, 2, milliseconds) < 0, errno != EINTR {
            throw SystemError("wait", "for events of container \(id)", errno: errno)
        }
        return Wake(outOfMemory: entries[0].revents != 0, ended: entries[1].revents != 0)
    }

    /// Makes the notification quiet and asks what it meant.
    private mutating func ranOutOfMemory() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4096)
        switch notification {
        case .some(let notification):
            while Glibc.read(notification.number, &bytes, bytes.count) > 0 {}
        case .none: break
        }
        // A group that is gone has run out of nothing.
        return (try? group.ranOutOfMemory(since: &kills)) ?? false
    }
}

import Cgroups
import LinuxSystem

extension StoredContainer {
    /// Tells of the container's use of memory, processor time and so on.
    /// - Parameters:
    ///   - milliseconds: between two lines, until the container ends; absent: one line.
    ///   - tell: gets a line of JSON with its end.
    public func events(
        every milliseconds: CInt?, _ tell: ([UInt8]) throws(SystemError) -> Void
    ) throws(RuntimeError) {
        let record = try completeRecord()
        guard let group = try cgroup(of: record), let process = try open(record.process) else {
            throw .refused("container not running: \(id) has stopped")
        }
        if let milliseconds {
            var follower = try EventFollower.start(id: id.description, of: group, process: process)
            return try follower.follow(every: milliseconds, tell)
        }
        let event = RuntimeEvent.statistics(try RuntimeStatistics(of: group), id: id.description)
        do { try tell(event.line) } catch { throw .system(error) }
    }

    /// The ids of the container's processes, as this process sees them.
    public func processes() throws(RuntimeError) -> [Int32] {
        guard let group = try cgroup(of: try completeRecord()) else { return [] }
        do { return try group.processes().filter { $0 > 0 }.sorted() } catch { throw RuntimeError(error) }
    }
}

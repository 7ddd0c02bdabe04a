import Cgroups
import JSON

/// What `events` tells of a container, a line of JSON each, as runc writes them.
public enum RuntimeEvent: JSONWritable {
    /// The container ran out of memory.
    case outOfMemory(id: String)
    case statistics(RuntimeStatistics, id: String)

    /// One object; ids and types as runc's `types.Event`.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .outOfMemory(let id):
                writer.member("type", "oom")
                writer.member("id", id)
            case .statistics(let statistics, let id):
                writer.member("type", "stats")
                writer.member("id", id)
                writer.member("data", statistics)
            }
        }
    }

    /// The event's text with the line's end.
    public var line: [UInt8] { json + [UInt8(ascii: "\n")] }
}

/// The use of a container's group in the form of runc's `types.Stats`. What
/// the kernel doesn't tell, and what is zero, is absent where runc leaves it out.
public struct RuntimeStatistics: Sendable {
    let statistics: Statistics
    let details: StatisticsDetails

    /// Reads the group's files.
    public init(of group: borrowing Cgroup) throws(RuntimeError) {
        do {
            statistics = try group.statistics()
            details = try group.statisticsDetails()
        } catch {
            throw RuntimeError(error)
        }
    }

    init(statistics: Statistics, details: StatisticsDetails) {
        self.statistics = statistics
        self.details = details
    }
}

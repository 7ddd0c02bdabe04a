import Cgroups
import Glibc
import LinuxSystem

/// Reads what containers use. The host's hierarchies are found once, so that many containers can be looked at each
/// second.
public struct ContainerMeter {
    private let hierarchies: Hierarchies
    /// This process's network namespace, by its file's number.
    private let ownNetwork: ino_t?

    public init() throws {
        hierarchies = try Hierarchies.detect()
        ownNetwork = Self.network(of: "self")
    }

    /// What a container uses at this moment.
    public struct Reading: Sendable {
        /// As its cgroup tells.
        public let statistics: Statistics
        /// `nil` for one in the host's network, whose traffic isn't its own.
        public let traffic: NetworkTraffic?
    }

    /// - Returns: `nil` when it has ended.
    public func read(_ process: ListedContainer.Process) throws(CgroupError) -> Reading? {
        do throws(CgroupError) {
            let cgroup = try Cgroup.open(process.cgroup, on: hierarchies)
            return Reading(statistics: try cgroup.statistics(), traffic: traffic(of: process.pid))
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }

    private func traffic(of pid: Int32) -> NetworkTraffic? {
        guard let network = Self.network(of: String(pid)), network != ownNetwork,
            // The process may have ended: then there is nothing to tell.
            let text = try? Descriptor.open("/proc/\(pid)/net", [.directory]).readFile("dev")
        else { return nil }
        return NetworkTraffic(parsing: String(decoding: text, as: UTF8.self))
    }

    private static func network(of process: String) -> ino_t? {
        var status = stat()
        return stat("/proc/\(process)/ns/net", &status) == 0 ? status.st_ino : nil
    }
}

/// What has gone through the links of a network namespace but its loopback, in bytes.
public struct NetworkTraffic: Hashable, Sendable {
    /// Since the links were made.
    public var received: UInt64 = 0
    /// Since the links were made.
    public var sent: UInt64 = 0

    /// /proc/PID/net/dev (proc_pid_net(5)): two lines of titles, then `NAME: RECEIVED … SENT …`.
    init(parsing text: String) {
        for line in text.split(separator: "\n").dropFirst(2) {
            guard let colon = line.lastIndex(of: ":") else { continue }
            let name = line[..<colon].drop { $0 == " " }
            let fields = line[line.index(after: colon)...].split(separator: " ")
            guard name != "lo", fields.count > 8 else { continue }
            received += UInt64(fields[0]) ?? 0
            sent += UInt64(fields[8]) ?? 0
        }
    }
}

import LinuxSystem

/// A container as lists show it. It is read from the few fields of its files that a list has room for, so that a
/// thousand of them are a matter of milliseconds; `Container` has everything.
public struct ListedContainer: Sendable {
    /// 64 hexadecimal digits.
    public let id: String
    /// Unique on the host.
    public let name: String
    /// The digest of the image's configuration.
    public let imageID: String
    /// When it was made, not started.
    public let created: Timestamp
    /// What it is doing.
    public let status: Status
    /// `nil` for one that doesn't run.
    public let process: Process?
    /// What its record says; empty where nobody asked for it.
    public internal(set) var record = Record()
    /// Those of one that runs; none where nobody asked for the record.
    public internal(set) var ports: [ListedPort] = []
    /// The files of its writable layer; `nil` where nobody asked for it.
    public internal(set) var size: Size?

    /// What a container is doing, as `ps` tells it.
    public enum Status: Hashable, Sendable {
        case created
        case running(since: Timestamp, health: Health?)
        case paused(since: Timestamp)
        /// Its restart policy is going to start it again.
        case restarting(exitCode: Int32, ended: Timestamp)
        case exited(exitCode: Int32, ended: Timestamp)
        /// Its files can't be read: a power failure has spoilt them.
        case dead
    }

    /// Where to look at what runs.
    public struct Process: Hashable, Sendable {
        /// The first process, in the host's pid namespace.
        public let pid: Int32
        /// A path beneath each cgroup hierarchy.
        public let cgroup: String
    }

    /// What the last health checks came to.
    public enum Health: String, Hashable, Sendable {
        case starting
        case healthy
        case unhealthy
    }

    /// What stands in `container.json`.
    public struct Record: Hashable, Sendable {
        /// The image as the user named it.
        public var image = ""
        /// The program and its arguments.
        public var arguments: [String] = []
        /// Free texts by name.
        public var labels: [String: String] = [:]
        /// Whose network it has: `bridge`, `host`, `none`, `container:ID`.
        public var network = ""
        /// The names of the networks that it has links in.
        public var connections: [String] = []
        /// What it says that it listens on, and what is published.
        var exposed: [ContainerPort] = []
        /// In the order of its record.
        public var mounts: [Mount] = []

        /// The networks' names as `ps` shows them: `none` and `host` are networks, too.
        public var networks: [String] { connections.isEmpty ? [network] : connections.sorted() }
    }

    /// A volume or a directory of the host.
    public struct Mount: Hashable, Sendable {
        /// The volume's name, or the host's path.
        public var source: String
        /// The path inside.
        public var target: String
        /// Otherwise it's a directory of the host.
        public var isVolume: Bool
    }

    /// In bytes; files are counted by their length, as Docker does.
    public struct Size: Hashable, Sendable {
        /// What the container has written.
        public let written: Int64
        /// The same with its image.
        public let total: Int64
    }
}

extension ListedContainer.Status {
    /// Docker's word: `running`, `exited`.
    public var name: String {
        switch self {
        case .created: "created"
        case .running: "running"
        case .paused: "paused"
        case .restarting: "restarting"
        case .exited: "exited"
        case .dead: "dead"
        }
    }

    /// All of Docker's words; a removal leaves no trace that `removing` could stand for.
    static let names: Set = ["created", "running", "paused", "restarting", "removing", "exited", "dead"]

    /// Whether `ps` shows it without `--all`.
    public var isRunning: Bool {
        switch self {
        case .running, .paused, .restarting: true
        case .created, .exited, .dead: false
        }
    }

    /// The health of a container that runs; `nil` without a health check.
    var health: ListedContainer.Health? {
        if case .running(_, let health) = self { health } else { nil }
    }
}

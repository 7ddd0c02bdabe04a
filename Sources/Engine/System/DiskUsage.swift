import Images

/// What the state directory takes of the disk: `system df`. All sizes are bytes on disk, as du(1) counts them.
public struct DiskUsage: Sendable {
    /// What a row of the table is about.
    public enum Kind: String, Sendable, CaseIterable {
        case images = "Images"
        case containers = "Containers"
        case logs = "Logs"
        case volumes = "Local Volumes"
        case buildCache = "Build Cache"
        /// Downloads that can be gone on with, and what crashes have left.
        case partial = "Partial Downloads"
        /// The database and compiled filters.
        case state = "State"
    }

    /// A row of the table.
    public struct Category: Hashable, Sendable {
        /// What the row is about.
        public let kind: Kind
        /// How many there are.
        public internal(set) var count = 0
        /// How many are in use.
        public internal(set) var active = 0
        /// Bytes on disk.
        public internal(set) var size: Int64 = 0
        /// What a `prune` with all its flags would free.
        public internal(set) var reclaimable: Int64 = 0

        /// Counts one more.
        mutating func add(_ size: Int64, isActive: Bool) {
            count += 1
            active += isActive ? 1 : 0
            self.size += size
            reclaimable += isActive ? 0 : size
        }
    }

    /// A container and what it takes.
    public struct ContainerUsage: Sendable {
        /// The container itself.
        public let container: ListedContainer
        /// Its directory, of which most is the writable layer; without the log.
        public let size: Int64
        /// All files of its log.
        public let logSize: Int64
    }

    /// A volume and what its files take. Those of one that is a directory of the host are the host's.
    public struct VolumeSize: Sendable {
        /// The volume, and who uses it.
        public let usage: VolumeUsage
        /// Bytes on disk, in the state directory alone.
        public let size: Int64
    }

    /// One of each kind, in the order of `Kind`.
    public let categories: [Category]
    /// As `skiff images` has them.
    public let images: [ImageUsage]
    /// The newest first.
    public let containers: [ContainerUsage]
    /// By their names.
    public let volumes: [VolumeSize]

    /// The whole state directory.
    public var total: Int64 { categories.reduce(0) { $0 + $1.size } }
}

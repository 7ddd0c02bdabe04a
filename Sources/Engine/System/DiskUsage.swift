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
        public let kind: Kind
        public let count: Int
        /// How many are in use.
        public let active: Int
        public let size: Int64
        /// What a `prune` with all its flags would free.
        public let reclaimable: Int64
    }

    /// An image and what it takes.
    public struct ImageUsage: Sendable {
        public let image: Image
        /// All that belongs to it: its layers as files, and its blobs.
        public let size: Int64
        /// What of that other images have, too.
        public let shared: Int64
        /// How many containers were made from it.
        public let containers: Int
        public var unique: Int64 { size - shared }
    }

    /// A container and what it takes.
    public struct ContainerUsage: Sendable {
        public let container: Container
        /// Its writable layer.
        public let size: Int64
        public let logSize: Int64
    }

    /// One of each kind, in the order of `Kind`.
    public let categories: [Category]
    public let images: [ImageUsage]
    public let containers: [ContainerUsage]
    /// The whole directory.
    public var total: Int64 { categories.reduce(0) { $0 + $1.size } }
}

extension Engine {
    /// Measures the state directory.
    public func diskUsage() throws -> DiskUsage { fatalError("follows") }
}

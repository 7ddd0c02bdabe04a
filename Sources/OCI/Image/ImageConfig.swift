/// What an image says about itself: platform, defaults for a container made
/// from it, and the digests of its uncompressed layers (OCI image
/// specification, "Image Configuration"; Docker's extra fields included).
public struct ImageConfig: Codable, Hashable, Sendable {
    /// When the image was made, RFC 3339.
    public var created: String?
    /// Who made it, and how to reach them.
    public var author: String?
    /// GOARCH names: `amd64`, `arm64`.
    public var architecture: String
    /// GOOS names: `linux`.
    public var os: String
    /// The processor's variant: `v7` of `arm`.
    public var variant: String?
    /// Defaults for containers; absent in an image that has none.
    public var config: ContainerDefaults?
    /// The layers that the root file system is made of.
    public var rootfs: RootFilesystem
    /// How the layers came to be, the lowest first; no promise that it is complete.
    public var history: [HistoryEntry]?

    public init(
        created: String? = nil, author: String? = nil, architecture: String, os: String = "linux",
        variant: String? = nil, config: ContainerDefaults? = nil, rootfs: RootFilesystem,
        history: [HistoryEntry]? = nil
    ) {
        self.created = created
        self.author = author
        self.architecture = architecture
        self.os = os
        self.variant = variant
        self.config = config
        self.rootfs = rootfs
        self.history = history
    }

    /// The layers' uncompressed digests (`diff_ids`), lowest first.
    public struct RootFilesystem: Codable, Hashable, Sendable {
        /// Always `layers`.
        public var type: String
        /// SHA-256 of each uncompressed archive, as a digest's text.
        public var diffIDs: [String]

        public init(type: String = "layers", diffIDs: [String]) {
            self.type = type
            self.diffIDs = diffIDs
        }

        private enum CodingKeys: String, CodingKey {
            case type
            case diffIDs = "diff_ids"
        }
    }

    /// How one layer came to be.
    public struct HistoryEntry: Codable, Hashable, Sendable {
        /// When the layer was made, RFC 3339.
        public var created: String?
        /// The command, or the line of a Dockerfile, that made it.
        public var createdBy: String?
        /// Who made the layer.
        public var author: String?
        /// What its maker says of it.
        public var comment: String?
        /// The step changed no file and has no layer.
        public var emptyLayer: Bool?

        public init(
            created: String? = nil, createdBy: String? = nil, author: String? = nil, comment: String? = nil,
            emptyLayer: Bool? = nil
        ) {
            self.created = created
            self.createdBy = createdBy
            self.author = author
            self.comment = comment
            self.emptyLayer = emptyLayer
        }

        private enum CodingKeys: String, CodingKey {
            case created
            case createdBy = "created_by"
            case author
            case comment
            case emptyLayer = "empty_layer"
        }
    }
}

/// The defaults that an image gives to its containers (the `config` object of
/// the image configuration).
public struct ContainerDefaults: Codable, Hashable, Sendable {
    /// `user`, `uid`, `user:group` or `uid:gid`.
    public var user: String?
    /// By `port/tcp`, `port/udp` or `port`: what a container listens on, for `-P`.
    public var exposedPorts: [String: Empty]?
    /// `KEY=VALUE`, in order.
    public var environment: [String]?
    /// The program, with arguments that come before the command.
    public var entrypoint: [String]?
    /// The arguments to the entrypoint; without one, the program and its arguments.
    public var command: [String]?
    /// By path inside the container: what belongs in a volume.
    public var volumes: [String: Empty]?
    /// Where the process starts, a path inside the container.
    public var workingDirectory: String?
    /// Free texts by name.
    public var labels: [String: String]?
    /// A name or a number: `SIGTERM`, `15`.
    public var stopSignal: String?
    /// What runs lines of a Dockerfile, and `CMD-SHELL`: a program and its arguments.
    public var shell: [String]?
    /// How a container is found to be well.
    public var healthcheck: Healthcheck?
    /// Instructions for the builds that start from this image.
    public var onBuild: [String]?

    public init(
        user: String? = nil, exposedPorts: [String: Empty]? = nil, environment: [String]? = nil,
        entrypoint: [String]? = nil, command: [String]? = nil, volumes: [String: Empty]? = nil,
        workingDirectory: String? = nil, labels: [String: String]? = nil, stopSignal: String? = nil
    ) {
        self.user = user
        self.exposedPorts = exposedPorts
        self.environment = environment
        self.entrypoint = entrypoint
        self.command = command
        self.volumes = volumes
        self.workingDirectory = workingDirectory
        self.labels = labels
        self.stopSignal = stopSignal
    }

    /// An empty JSON object: Go's way to write a set.
    public struct Empty: Codable, Hashable, Sendable {
        public init() {}
    }

    /// Docker's health check; times are in nanoseconds.
    public struct Healthcheck: Codable, Hashable, Sendable {
        /// `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", line]`.
        public var test: [String]?
        /// From one check to the next.
        public var interval: Int64?
        /// How long one check may take.
        public var timeout: Int64?
        /// How long after the start a failure doesn't count.
        public var startPeriod: Int64?
        /// From one check to the next in the start period.
        public var startInterval: Int64?
        /// How many failures in a row make it unhealthy.
        public var retries: Int?

        public init(test: [String]? = nil) {
            self.test = test
        }

        private enum CodingKeys: String, CodingKey {
            case test = "Test"
            case interval = "Interval"
            case timeout = "Timeout"
            case startPeriod = "StartPeriod"
            case startInterval = "StartInterval"
            case retries = "Retries"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case user = "User"
        case exposedPorts = "ExposedPorts"
        case environment = "Env"
        case entrypoint = "Entrypoint"
        case command = "Cmd"
        case volumes = "Volumes"
        case workingDirectory = "WorkingDir"
        case labels = "Labels"
        case stopSignal = "StopSignal"
        case shell = "Shell"
        case healthcheck = "Healthcheck"
        case onBuild = "OnBuild"
    }
}

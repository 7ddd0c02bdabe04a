extension RuntimeSpec {
    /// One mount inside the container ("Mounts").
    public struct Mount: Hashable, Sendable {
        /// Absolute, inside the container.
        public var destination: String
        /// A file system type; `bind` or absent for a bind mount.
        public var type: String?
        /// A path of the host for a bind mount, else the file system's source.
        public var source: String?
        /// As in mount(8), with the specification's own, such as `rro` and `tmpcopyup`.
        public var options: [String]?
        /// mount_setattr(2) MOUNT_ATTR_IDMAP.
        public var userIDMappings: [IDMapping]?
        /// As `userIDMappings`, of groups.
        public var groupIDMappings: [IDMapping]?

        public init(
            destination: String, type: String? = nil, source: String? = nil, options: [String]? = nil,
            userIDMappings: [IDMapping]? = nil, groupIDMappings: [IDMapping]? = nil
        ) {
            self.destination = destination
            self.type = type
            self.source = source
            self.options = options
            self.userIDMappings = userIDMappings
            self.groupIDMappings = groupIDMappings
        }
    }

    /// A range of ids, user_namespaces(7).
    public struct IDMapping: Hashable, Sendable {
        /// The first id inside.
        public var containerID: UInt32
        /// The first id outside.
        public var hostID: UInt32
        /// How many.
        public var size: UInt32

        public init(containerID: UInt32, hostID: UInt32, size: UInt32) {
            self.containerID = containerID
            self.hostID = hostID
            self.size = size
        }
    }
}

extension RuntimeSpec {
    /// A device node to be made, mknod(2) ("Devices").
    public struct Device: Hashable, Sendable {
        /// Absolute, inside the container.
        public var path: String
        /// `c`, `b`, `u` or `p`.
        public var type: String
        /// Needed unless the type is `p`.
        public var major: Int64?
        /// Needed unless the type is `p`.
        public var minor: Int64?
        /// Permission bits.
        public var fileMode: UInt32?
        /// The node's owner, inside the container; absent: 0.
        public var userID: UInt32?
        /// The node's group, inside the container; absent: 0.
        public var groupID: UInt32?

        public init(
            path: String, type: String, major: Int64? = nil, minor: Int64? = nil, fileMode: UInt32? = nil,
            userID: UInt32? = nil, groupID: UInt32? = nil
        ) {
            self.path = path
            self.type = type
            self.major = major
            self.minor = minor
            self.fileMode = fileMode
            self.userID = userID
            self.groupID = groupID
        }
    }

    /// A rule of the device controller; a later one overrides an earlier ("Allowed Device list").
    public struct DeviceRule: Hashable, Sendable {
        /// False: the rule refuses.
        public var allow: Bool
        /// `a`, `b` or `c`; absent: all.
        public var type: String?
        /// Absent: any.
        public var major: Int64?
        /// Absent: any.
        public var minor: Int64?
        /// Of `r`, `w` and `m`.
        public var access: String?

        public init(allow: Bool, type: String? = nil, major: Int64? = nil, minor: Int64? = nil, access: String? = nil) {
            self.allow = allow
            self.type = type
            self.major = major
            self.minor = minor
            self.access = access
        }
    }

    /// A network link to be moved into the container ("Network Devices").
    public struct NetworkDevice: Hashable, Sendable {
        /// The link's name inside; absent: as on the host.
        public var name: String?

        public init(name: String? = nil) {
            self.name = name
        }
    }
}

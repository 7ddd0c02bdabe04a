extension RuntimeSpec {
    /// One namespace to make or to join ("Namespaces").
    public struct Namespace: Hashable, Sendable {
        /// Of which kind.
        public var type: NamespaceType
        /// Absent: a new one. Else the namespace's file, such as `/proc/1/ns/net`.
        public var path: String?

        public init(type: NamespaceType, path: String? = nil) {
            self.type = type
            self.path = path
        }
    }

    /// The kinds of namespaces(7).
    public enum NamespaceType: String, Hashable, Sendable, CaseIterable {
        case pid
        case network
        case mount
        case ipc
        case uts
        case user
        case cgroup
        case time
    }

    /// How far a clock of the container is ahead of the host's, time_namespaces(7).
    public struct TimeOffset: Hashable, Sendable {
        /// May be negative.
        public var seconds: Int64?
        /// Added to the seconds, less than 10⁹.
        public var nanoseconds: UInt32?

        public init(seconds: Int64? = nil, nanoseconds: UInt32? = nil) {
            self.seconds = seconds
            self.nanoseconds = nanoseconds
        }
    }
}

/// What a runtime says of a container: the state of the OCI runtime specification ("State"), which
/// hooks are given on standard input and `state` prints, with the fields that runc adds for `state`
/// and `list`.
public struct RuntimeState: Hashable, Sendable {
    /// The version of the specification that the value follows: `1.2.0`.
    public var version: String
    /// Unique on the host among the runtime's containers.
    public var id: String
    /// Where it is in its life.
    public var status: Status
    /// The first process, in the runtime's pid namespace; absent or 0 when there is none.
    public var pid: Int32?
    /// The bundle's directory, absolute.
    public var bundle: String
    /// The configuration's annotations.
    public var annotations: [String: String]?
    /// The root file system's directory, absolute; runc's.
    public var root: String?
    /// When the container was made, RFC 3339; runc's.
    public var created: String?
    /// The name of the user who made it; runc's.
    public var owner: String?

    public init(
        version: String, id: String, status: Status, pid: Int32? = nil, bundle: String,
        annotations: [String: String]? = nil, root: String? = nil, created: String? = nil, owner: String? = nil
    ) {
        self.version = version
        self.id = id
        self.status = status
        self.pid = pid
        self.bundle = bundle
        self.annotations = annotations
        self.root = root
        self.created = created
        self.owner = owner
    }

    /// Where a container is in its life ("Lifecycle").
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// `create` has not ended.
        case creating
        /// Waits for `start`.
        case created
        case running
        /// The first process has ended.
        case stopped
        /// Its cgroup is frozen; runc's.
        case paused
    }
}

import JSON

/// What a seccomp agent is told of the process whose calls it is to answer,
/// together with the listener's descriptor ("The Container Process State").
public struct ContainerProcessState: Hashable, Sendable {
    /// What the one descriptor that comes with it is.
    public static let seccompDescriptor = "seccompFd"

    /// Of the process, in the runtime's pid namespace.
    public var pid: Int32
    /// The profile's `listenerMetadata`.
    public var metadata: String?
    /// Of the container that the process is in.
    public var state: RuntimeState

    public init(pid: Int32, metadata: String?, state: RuntimeState) {
        self.pid = pid
        self.metadata = metadata
        self.state = state
    }
}

extension ContainerProcessState: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("ociVersion", state.version)
            writer.member("fds", [Self.seccompDescriptor])
            writer.member("pid", pid)
            writer.member("metadata", metadata)
            writer.member("state", state)
        }
    }
}

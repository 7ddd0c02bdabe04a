import JSON
import LinuxSystem
import OCI

/// Who answers the calls of SCMP_ACT_NOTIFY: a program that waits at a socket
/// for the filter's listener (seccomp_unotify(2)).
public struct SeccompAgent: Sendable {
    private let path: String
    private let metadata: String?
    private let state: RuntimeState

    /// `nil` when the profile names none.
    /// - Parameter state: what the agent is told of the container; its `pid`
    ///   is the process's once there is one.
    public init?(_ profile: RuntimeSpec.Seccomp?, state: RuntimeState) {
        guard let profile, let path = profile.listenerPath, !path.isEmpty else { return nil }
        self.path = path
        metadata = profile.listenerMetadata
        self.state = state
    }

    /// Sends the listener of the process's filter. From here on the agent
    /// holds it, and calls that it doesn't answer wait.
    public func send(_ listener: borrowing Descriptor, of process: Int32) throws(SystemError) {
        var state = state
        // An `exec` has a process of its own beside the container's first.
        if state.pid ?? 0 == 0 { state.pid = process }
        let message = ContainerProcessState(pid: process, metadata: metadata, state: state)
        try UnixSocket.connect(path, type: .stream).send(message.json, with: listener, name: path)
    }
}

/// What `exec` asks for.
public struct ExecOptions: Sendable {
    /// The program and its arguments; never empty.
    public var command: [String]
    /// What is typed goes to the process.
    public var interactive = false
    /// Its standard streams are a terminal of its own.
    public var terminal = false
    /// Nobody waits for it, and nobody reads what it writes.
    public var detach = false
    /// What is typed to leave it running.
    public var detachKeys = DetachKeys.standard
    /// Added to the container's own; as `RunOptions` has it.
    public var environment: [String] = []
    /// As `-u` takes it; `nil`: the container's.
    public var user: String?
    /// Absolute; `nil`: the container's.
    public var workingDirectory: String?
    /// All capabilities that the host can give.
    public var privileged = false

    public init(command: [String]) {
        self.command = command
    }
}

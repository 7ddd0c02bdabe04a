/// What `exec` asks for.
public struct ExecOptions: Sendable {
    /// The program and its arguments; never empty.
    public var command: [String]
    public var interactive = false
    public var terminal = false
    public var detach = false
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

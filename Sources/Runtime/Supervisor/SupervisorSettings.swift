import LinuxSystem

/// What a supervisor needs to know of its container beside the OCI
/// configuration; the engine writes it as `supervisor.json`.
public struct SupervisorSettings: Codable, Sendable {
    public var containerID: String
    /// Standard input stays open for visitors; otherwise it is /dev/null.
    public var interactive: Bool
    /// The first size of the terminal, when the container has one.
    public var terminalSize: TerminalSize?
    /// The compiled system-call filter, by path; absent when there is none.
    public var seccompProgram: String?
    /// A command to run when the container has ended and no visitor is left to
    /// clean up: argument vector, the program's path first.
    public var whenAbandoned: [String]?

    public init(
        containerID: String, interactive: Bool, terminalSize: TerminalSize? = nil, seccompProgram: String? = nil,
        whenAbandoned: [String]? = nil
    ) {
        self.containerID = containerID
        self.interactive = interactive
        self.terminalSize = terminalSize
        self.seccompProgram = seccompProgram
        self.whenAbandoned = whenAbandoned
    }
}

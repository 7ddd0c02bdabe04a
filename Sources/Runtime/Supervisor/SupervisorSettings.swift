import LinuxSystem

/// What a supervisor needs to know beside what the OCI specification has fields
/// for. It travels as annotations of `config.json`, so that one file says all
/// and is read once.
public struct SupervisorSettings: Hashable, Sendable {
    public var containerID: String
    /// Standard input stays open for visitors; otherwise it is /dev/null.
    public var interactive: Bool
    /// It stays open when the last visitor leaves, too.
    public var keepsInputOpen: Bool
    /// The compiled system-call filter, by path; absent when there is none.
    public var seccompProgram: String?
    /// The program to run as `PROGRAM rm --force ID` when the container has
    /// ended and no visitor is left to remove it.
    public var remover: String?
    public var log = LogSettings.standard

    public init(
        containerID: String, interactive: Bool, keepsInputOpen: Bool = false, seccompProgram: String? = nil,
        remover: String? = nil
    ) {
        self.containerID = containerID
        self.interactive = interactive
        self.keepsInputOpen = keepsInputOpen
        self.seccompProgram = seccompProgram
        self.remover = remover
    }
}

extension SupervisorSettings {
    private enum Key {
        static let containerID = "org.skiff.container"
        static let interactive = "org.skiff.interactive"
        static let keepsInputOpen = "org.skiff.keeps-input-open"
        static let seccompProgram = "org.skiff.seccomp-program"
        static let remover = "org.skiff.remover"
        static let log = "org.skiff.log"
    }

    public var annotations: [String: String] {
        var annotations = [Key.containerID: containerID]
        if interactive { annotations[Key.interactive] = "true" }
        if keepsInputOpen { annotations[Key.keepsInputOpen] = "true" }
        annotations[Key.seccompProgram] = seccompProgram
        annotations[Key.remover] = remover
        annotations[Key.log] = log.annotation
        return annotations
    }

    /// `nil` when the annotations name no container.
    public init?(annotations: [String: String]) {
        guard let containerID = annotations[Key.containerID] else { return nil }
        self.init(
            containerID: containerID, interactive: annotations[Key.interactive] == "true",
            keepsInputOpen: annotations[Key.keepsInputOpen] == "true",
            seccompProgram: annotations[Key.seccompProgram], remover: annotations[Key.remover])
        // Nobody but the engine writes it; a text of somebody else's is as good as none.
        log = (try? LogSettings(annotation: annotations[Key.log])) ?? .standard
    }
}

import JSON
import LinuxSystem

/// What a supervisor needs to know beside what the OCI specification has fields
/// for. It travels as annotations of `config.json`, so that one file says all
/// and is read once.
public struct SupervisorSettings: Hashable, Sendable {
    /// 64 hexadecimal digits.
    public var containerID: String
    /// Standard input stays open for visitors; otherwise it is /dev/null.
    public var interactive: Bool
    /// It stays open when the last visitor leaves, too.
    public var keepsInputOpen: Bool
    /// The compiled system-call filter, by path; absent when there is none.
    public var seccompProgram: String?
    /// Whether the supervisor is to hear of what the filter refuses: its answers take the place of the kernel's.
    public var watchesRefusals = false
    /// The program to run as `PROGRAM rm --force ID` when the container has
    /// ended and no visitor is left to remove it.
    public var remover: String?
    /// When the container is started again by itself.
    public var restartPolicy = RestartPolicy.no
    /// `nil`: its health is not looked after.
    public var healthCheck: HealthCheck?
    /// What asks the container to end.
    public var stopSignal = Signal.terminate
    /// What events tell of the container: `EventAttributes`.
    public var attributes: [String: String] = [:]
    /// Where its output goes, and how much of it is kept.
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
        static let watchesRefusals = "org.skiff.watches-refusals"
        static let remover = "org.skiff.remover"
        static let restartPolicy = "org.skiff.restart"
        static let stopSignal = "org.skiff.stop-signal"
        static let healthCheck = "org.skiff.health-check"
        static let log = "org.skiff.log"
    }

    /// The settings as texts; what is as usual is left out.
    public var annotations: [String: String] {
        var annotations = [Key.containerID: containerID]
        if interactive { annotations[Key.interactive] = "true" }
        if keepsInputOpen { annotations[Key.keepsInputOpen] = "true" }
        annotations[Key.seccompProgram] = seccompProgram
        if watchesRefusals { annotations[Key.watchesRefusals] = "true" }
        annotations[Key.remover] = remover
        if restartPolicy != .no { annotations[Key.restartPolicy] = restartPolicy.text }
        if stopSignal != .terminate { annotations[Key.stopSignal] = stopSignal.name }
        if let healthCheck { annotations[Key.healthCheck] = String(decoding: healthCheck.json, as: UTF8.self) }
        EventAttributes.add(attributes, to: &annotations)
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
        watchesRefusals = annotations[Key.watchesRefusals] == "true"
        restartPolicy = annotations[Key.restartPolicy].flatMap { RestartPolicy(parsing: $0) } ?? .no
        stopSignal = annotations[Key.stopSignal].flatMap { Signal(parsing: $0) } ?? .terminate
        // One that can't be read is none of the engine's.
        healthCheck = annotations[Key.healthCheck].flatMap { try? HealthCheck(jsonText: Array($0.utf8)) }
        attributes = EventAttributes.read(from: annotations)
        // Nobody but the engine writes it; a text of somebody else's is as good as none.
        log = (try? LogSettings(annotation: annotations[Key.log])) ?? .standard
    }
}

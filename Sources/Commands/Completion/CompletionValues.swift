import CommandLine
import Engine
import OCI

/// Where the words come from that a shell offers at a place of the command line.
public enum CompletionValues: Hashable, Sendable {
    /// These, with a space after the one that is taken.
    case words([String])
    /// These, which go on: `status=`.
    case beginnings([String])
    case containers(Containers)
    case images
    case volumes
    case networks
    /// Names of all kinds.
    case objects
    case files
    /// Whatever the user thinks of.
    case nothing

    /// Which of them make sense.
    public enum Containers: Hashable, Sendable {
        case all
        case running
        case stopped
        case paused
    }

    /// For the value of a flag.
    public init(_ value: CompletionPoint.Value) {
        let verb = value.path.split(separator: " ").last ?? ""
        switch value.flag {
        case "filter": self = .beginnings(Self.filters(of: String(verb)))
        case "format": self = .words(Self.formats(of: String(verb)))
        case "network": self = .networks
        case "driver" where value.path.contains("network"): self = .words(["bridge", "macvlan"])
        case "userns": self = .words(["auto", "host"])
        case "pull": self = .words(["always", "missing", "never"])
        case "signal", "stop-signal": self = .words(Self.signals)
        case "type" where verb == "inspect":
            self = .words([InspectCommand.Kind.container, .image].map(\.rawValue))
        case "compression": self = .words(["gzip", "zstd"])
        case "security-opt": self = .words(["no-new-privileges", "seccomp=unconfined"])
        case "cap-add", "cap-drop": self = .words(["ALL"] + CapabilitySet.all.ociNames.map { String($0.dropFirst(4)) })
        case "restart": self = .words(["always", "no", "on-failure", "unless-stopped"])
        case "volumes-from": self = .containers(.all)
        case "volume", "mount", "device", "env-file", "label-file", "cidfile", "input", "output": self = .files
        default: self = .nothing
        }
    }

    /// For a word that is no flag.
    public init(_ argument: CompletionPoint.Argument) {
        let verb = argument.path.split(separator: " ").last ?? ""
        let placeholder = argument.placeholder
        switch placeholder.prefix(while: { $0.isLetter || $0 == "_" }) {
        case "CONTAINER": self = .containers(Self.containers(for: String(verb)))
        case "IMAGE", "SOURCE_IMAGE", "TARGET_IMAGE", "REPOSITORY": self = .images
        case "VOLUME": self = .volumes
        case "NETWORK": self = .networks
        case "NAME" where ["push", "pull"].contains(verb): self = .images
        case "NAME" where verb == "inspect": self = .objects
        case "FILE", "PATH": self = .files
        // The words themselves: `bash|zsh|fish`.
        case let word where word.first?.isLowercase == true:
            self = .words(placeholder.split(separator: "|").map(String.init))
        default: self = .nothing
        }
    }

    private static func containers(for verb: String) -> Containers {
        switch verb {
        case "attach", "exec", "kill", "limits", "pause", "port", "stats", "stop", "top": .running
        case "start": .stopped
        case "unpause": .paused
        default: .all
        }
    }

    private static func filters(of verb: String) -> [String] {
        let keys: [String] =
            switch verb {
            case "ps", "ls": ContainerFilter.forLists.map(\.rawValue)
            case "images": ImageFilter.forLists.map(\.rawValue)
            case "prune": ContainerFilter.forPruning.map(\.rawValue)
            default: []
            }
        return keys.map { "\($0)=" }
    }

    private static func formats(of verb: String) -> [String] {
        switch verb {
        case "inspect", "version", "info": ["json"]
        case "save": ["docker-archive", "docker-oci", "oci-archive"]
        default: ["json", "table"]
        }
    }

    private static let signals = [
        "HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "USR2", "TERM", "CONT", "STOP", "TSTP", "WINCH",
    ].map { "SIG\($0)" }
}

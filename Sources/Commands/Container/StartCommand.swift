import CommandLine
import Engine

/// `skiff start`: starts containers that were made before.
public enum StartCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "start", "Start containers that don't run",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...), perform: perform)
    }

    /// The flags of `start`.
    public final class Options: CommandOptions {
        /// Stays with the container until it exits.
        public var attach = false
        /// What is typed goes to the container, too.
        public var interactive = false
        /// What is typed to leave it.
        public var detachKeys = DetachKeys.standard

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("attach", short: "a", "Stay with the container, and pass on signals") { self.attach = $0 },
                    Flag("interactive", short: "i", "Pass on standard input, too") { self.interactive = $0 },
                    .detachKeys { self.detachKeys = $0 },
                    .notSupported("checkpoint", "processes can't be checkpointed"),
                    .notSupported("checkpoint-dir", "processes can't be checkpointed"),
                ])
            ]
        }
    }
}

extension Flag {
    /// `--detach-keys`, which several verbs have.
    static func detachKeys(_ set: @escaping (DetachKeys) -> Void) -> Flag {
        Flag("detach-keys", value: "KEYS", "Detach with these keys (default: ctrl-p,ctrl-q)") {
            set(try DetachKeys(parsing: $0))
        }
    }
}

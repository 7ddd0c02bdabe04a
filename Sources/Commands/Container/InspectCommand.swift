import CommandLine
import Engine

/// `skiff inspect`: prints all that is known of containers or images, as a JSON array.
public enum InspectCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "inspect", "Print all about containers or images, as JSON",
            arguments: Arguments("NAME [NAME...]", 1...), perform: perform)
    }

    /// The flags of `inspect`.
    public final class Options: CommandOptions {
        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("format", short: "f", value: "FORMAT", "Print as json, the only format so far") { text in
                        guard text == "json" else { throw InvalidOption("templates are not supported yet; use json") }
                    },
                    .notSupported("size", short: "s", "use du(1) on the directory that is shown"),
                    .notSupported("type", "containers are looked for first, then images"),
                ])
            ]
        }
    }
}

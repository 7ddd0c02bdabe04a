import CommandLine
import Engine

/// `skiff inspect`: prints all that is known of containers or images, as a JSON array.
public enum InspectCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command<Options> {
        Command<Options>(
            "inspect", "Print all about containers or images, as JSON",
            arguments: Arguments("NAME [NAME...]", 1...), perform: perform)
    }

    /// The flags of `inspect`.
    public struct Options: CommandOptions, Hashable, Sendable {
        public init() {}

        public static var flags: [FlagGroup<Self>] {
            [
                FlagGroup([
                    Flag("format", short: "f", value: "FORMAT", "Print as json, the only format so far") { _, text in
                        guard text == "json" else { throw InvalidOption("only json is supported yet") }
                    }
                ])
            ]
        }
    }
}

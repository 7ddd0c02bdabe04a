import CommandLine
import Engine

/// `skiff inspect`: prints all that is known of containers or images, as a JSON array.
public enum InspectCommand {
    /// The command; `perform` gets the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "inspect", "Print what is known of containers or images, as JSON",
            arguments: Arguments("NAME [NAME...]", 1...), perform: perform)
    }

    /// What has names.
    public enum Kind: String, Sendable {
        case container
        case image
    }

    /// The flags of `inspect`.
    public final class Options: CommandOptions {
        /// How the objects are printed.
        public var format = InspectFormat.pretty
        /// What is looked for; `nil` for containers and then images.
        public var type: Kind?
        /// The sizes of the containers' writable layers, too.
        public var size = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    InspectFormat.flag { self.format = $0 },
                    Flag("type", value: "TYPE", "Look for container or image only") {
                        guard let type = Kind(rawValue: $0) else { throw InvalidOption("must be container or image") }
                        self.type = type
                    },
                    Flag("size", short: "s", "Show what each container has written, and that with its image") {
                        self.size = $0
                    },
                ])
            ]
        }
    }
}

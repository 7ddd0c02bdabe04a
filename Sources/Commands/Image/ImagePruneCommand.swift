import CommandLine
import Engine

/// `skiff image prune`: removes images that nobody needs.
public enum ImagePruneCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("prune", "Remove images that nobody needs", arguments: .none, perform: perform)
    }

    /// The flags of `image prune`.
    public final class Options: CommandOptions {
        /// Images with names, too, if no container uses them.
        public var all = false
        /// Nobody is asked.
        public var force = false
        /// Which of them are removed.
        public var filter = ImageFilter()

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Remove all images without a container, not only those without a name") {
                        self.all = $0
                    },
                    Flag(
                        "filter", value: "FILTER...",
                        "Remove those that fit: label=KEY[=VALUE], label!=KEY[=VALUE], until=TIME, dangling=false"
                    ) {
                        try self.filter.add(option: $0, allowed: ImageFilter.forPruning)
                    },
                    Flag("force", short: "f", "Don't ask") { self.force = $0 },
                ])
            ]
        }
    }
}

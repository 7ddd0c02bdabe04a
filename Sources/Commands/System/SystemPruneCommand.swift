import CommandLine
import Engine

/// `skiff system prune`: removes what nobody needs.
public enum SystemPruneCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "prune", "Remove stopped containers, images that nobody needs and unfinished downloads", arguments: .none,
            perform: perform)
    }

    /// The flags of `system prune`.
    public final class Options: CommandOptions {
        /// Images with names, too, if no container uses them.
        public var all = false
        /// Nobody is asked.
        public var force = false
        /// Which images are removed.
        public var filter = ImageFilter()

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Remove all images without a container, not only those without a name") {
                        self.all = $0
                    },
                    Flag("filter", value: "FILTER...", "Remove only images that fit: label=KEY[=VALUE], until=TIME") {
                        try self.filter.add(option: $0, allowed: ImageFilter.forPruning)
                    },
                    Flag("force", short: "f", "Don't ask") { self.force = $0 },
                    .notSupported("volumes", "there are no volumes"),
                ])
            ]
        }
    }
}

import CommandLine

/// `skiff system df`: tells what takes the disk.
public enum DiskUsageCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command("df", "Show what takes the disk, and what could be freed", arguments: .none, perform: perform)
    }

    /// The flags of `system df`.
    public final class Options: CommandOptions {
        /// How the list is printed.
        public var format = OutputFormat.table
        /// Each image, each container and each volume.
        public var verbose = false

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    OutputFormat.flag { self.format = $0 },
                    Flag("verbose", short: "v", "Show each image, each container and each volume") {
                        self.verbose = $0
                    },
                ])
            ]
        }
    }
}

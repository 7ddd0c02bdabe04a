import CommandLine
import Engine

/// `skiff ps`: lists containers.
public enum PsCommand {
    /// The command; `perform` gets no words.
    /// - Parameter name: `ps`, or `ls` in a group.
    public static func command(
        _ name: String = "ps", perform: @escaping @Sendable (Options, [String]) -> Int32
    ) -> Command {
        var command = Command(name, "List containers", arguments: .none, perform: perform)
        if name == "ls" { command.aliases = ["list", "ps"] }
        command.examples = [
            "skiff ps --all --filter status=exited --filter ancestor=busybox",
            "skiff ps --format '{{.Names}}: {{.Status}}'",
        ]
        return command
    }

    /// The flags of `ps`.
    public final class Options: CommandOptions {
        /// Only the ids.
        public var quiet = false
        /// Ids and commands are cut to fit.
        public var truncates = true
        /// A column with the sizes of the writable layers.
        public var size = false
        /// How the list is printed.
        public var format = OutputFormat.table
        private var selection = ContainerQuery()
        private var latest = false

        public init() {}

        /// What is listed, and what is read for it.
        public var query: ContainerQuery {
            var query = selection
            if latest, query.last == nil { query.last = 1 }
            query.wantsRecords = !quiet
            query.wantsSizes = !quiet && (size || format.mentions("Size"))
            return query
        }

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("all", short: "a", "Show stopped containers, too") { self.selection.all = $0 },
                    Flag("filter", short: "f", value: "FILTER...", "Show those that fit, such as \(Self.filters)") {
                        try self.selection.filter.add(option: $0, allowed: ContainerFilter.forLists)
                    },
                    OutputFormat.flag { self.format = $0 },
                    Flag("last", short: "n", value: "COUNT", "Show as many as this of the newest, running or not") {
                        let count = try Int(option: $0, atLeast: -1)
                        self.selection.last = count > 0 ? count : nil
                    },
                    Flag("latest", short: "l", "Show the newest, running or not") { self.latest = $0 },
                    Flag("no-trunc", "Print ids and commands in full") { self.truncates = !$0 },
                    Flag("quiet", short: "q", "Print the ids only") { self.quiet = $0 },
                    Flag("size", short: "s", "Show what each has written, and that with its image") { self.size = $0 },
                ])
            ]
        }

        private static let filters =
            "status=exited, name=PATTERN, label=KEY[=VALUE], ancestor=IMAGE, exited=CODE, health=unhealthy, "
            + "before=CONTAINER, since=CONTAINER, volume=NAME, network=NAME, publish=PORT, id=ID"
    }
}

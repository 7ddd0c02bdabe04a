import CommandLine
import Engine

/// `skiff events`: tells what happens to containers, images and volumes.
public enum EventsCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "events", "Print what happens to containers, images and volumes", arguments: .none, perform: perform)
        command.discussion = """
            Without --since it begins with what happens next, without --until it goes on until it is interrupted. \
            In JSON each event has its cursor: --since CURSOR goes on after that event, with no gap and no duplicate.
            """
        command.examples = [
            "skiff events --since 10m --until 0s --filter event=die",
            "skiff events --since c0 --format json", "skiff events --format '{{.Cursor}} {{.Action}} {{.Actor.ID}}'",
        ]
        return command
    }

    /// The flags of `events`.
    public final class Options: CommandOptions {
        /// Which events are told.
        public var request = EventsRequest()
        /// How each of them is printed.
        public var format = EventFormat.text

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag(
                        "filter", short: "f", value: "FILTER...",
                        "Print those that fit: container, event, image, label, network, type or volume, as KEY=VALUE"
                    ) {
                        try self.request.filter.add(option: $0)
                    },
                    Flag("format", value: "FORMAT", "Print as json, a line an event, or by a Go template") {
                        self.format = EventFormat(option: $0)
                    },
                    Flag("since", value: "TIME|CURSOR", "Begin with the past: after a cursor, or at a time") {
                        self.request.since = try EventBound(option: $0)
                    },
                    Flag("until", value: "TIME|CURSOR", "End with a cursor's event, or at a time") {
                        self.request.until = try EventBound(option: $0)
                    },
                ])
            ]
        }
    }
}

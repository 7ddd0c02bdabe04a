import CommandLine
import Engine

/// `skiff attach`: becomes the terminal of a container that runs.
public enum AttachCommand {
    /// The command; `perform` gets one name or id.
    public static func command(
        perform: @escaping @Sendable (AttachOptions, [String]) -> Int32
    ) -> Command {
        var command = Command(
            "attach", "Attach this terminal to a running container",
            arguments: Arguments("CONTAINER", 1...1)
        ) { (options: Options, names) in perform(options.attach, names) }
        command.discussion = """
            The exit code is the container's. Any number of people may be attached at once: all see the output, \
            and what any of them types arrives.
            """
        return command
    }

    /// The flags of `attach`.
    public final class Options: CommandOptions {
        var attach = AttachOptions(input: true)

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    .detachKeys { self.attach.detachKeys = $0 },
                    Flag("no-stdin", "Don't pass on standard input") { self.attach.input = !$0 },
                    Flag("sig-proxy", "Pass on signals; with =false they end the attachment (default: true)") {
                        self.attach.forwardsSignals = $0
                    },
                ])
            ]
        }
    }
}

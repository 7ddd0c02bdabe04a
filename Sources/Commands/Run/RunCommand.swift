import CommandLine
import Engine

// The command line that `skiff` offers: one small file a verb, with its flags,
// its help and the type that the flags fill. It knows names and grammar alone;
// what a verb does is the closure that the executable hands to its
// `command(perform:)`. It never acts, so that tests can read every table.

/// `skiff run`: makes a container from an image and starts it.
public enum RunCommand {
    /// The command; `perform` makes and starts the container and answers the
    /// exit code: the process's own, or 125, 126 or 127.
    public static func command(perform: @escaping @Sendable (RunOptions) -> Int32) -> Command {
        var command = Command(
            "run", "Create and start a container from an image",
            arguments: Arguments("IMAGE [COMMAND] [ARG...]", 1..., endFlags: true)
        ) { (options: Options, words) in
            perform(options.runOptions(words))
        }
        command.usageExitCode = 125
        command.discussion = """
            The exit code is the command's own, or 128 plus the number of the signal that ended it. \
            It is 125 when the container could not be made, 126 when the command is not executable and \
            127 when there is none.
            """
        command.examples = [
            "skiff run --rm busybox echo hello",
            "skiff run --rm -it -v .:/src -w /src busybox sh",
            "skiff run -d --name web -m 64m --cpus 0.5 --pids-limit 100 busybox httpd -f",
        ]
        return command
    }

    /// The flags of `run`, as far as they are read.
    public final class Options: CommandOptions {
        var run = RunOptions(image: "")
        /// From `--env-file`; `-e` wins over it, whichever comes first.
        var fileEnvironment: [String] = []

        public init() {}

        func runOptions(_ words: [String]) -> RunOptions {
            var result = run
            result.image = words[0]
            result.command = Array(words.dropFirst())
            result.environment = fileEnvironment + run.environment
            return result
        }

        public var flags: [FlagGroup] {
            [
                container, process, files, network, nameResolution, isolation, limits, health, log, image, notSupported,
                elsewhere,
            ]
        }
    }
}

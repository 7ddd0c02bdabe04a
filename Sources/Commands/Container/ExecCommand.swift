import CommandLine
import Engine

/// `skiff exec`: runs a further process in a container that runs.
public enum ExecCommand {
    /// The command; `perform` gets the container and what is to run there.
    public static func command(perform: @escaping @Sendable (String, ExecOptions) -> Int32) -> Command {
        var command = Command(
            "exec", "Run a command in a running container",
            arguments: Arguments("CONTAINER COMMAND [ARG...]", 2..., endFlags: true)
        ) { (options: Options, words) in perform(words[0], options.execOptions(words)) }
        command.discussion = """
            The exit code is the command's own, or 128 plus the number of the signal that ended it. \
            It is 126 when the command is not executable and 127 when there is none.
            """
        command.examples = ["skiff exec web ps", "skiff exec -it -u 1000 web sh"]
        return command
    }

    /// The flags of `exec`.
    public final class Options: CommandOptions {
        var exec = ExecOptions(command: [])
        /// From `--env-file`; `-e` wins over it, whichever comes first.
        var fileEnvironment: [String] = []

        public init() {}

        func execOptions(_ words: [String]) -> ExecOptions {
            var result = exec
            result.command = Array(words.dropFirst())
            result.environment = fileEnvironment + exec.environment
            return result
        }

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("detach", short: "d", "Run in the background") { self.exec.detach = $0 },
                    .detachKeys { self.exec.detachKeys = $0 },
                    Flag(
                        "env", short: "e", value: "KEY[=VALUE]...",
                        "Set an environment variable; KEY alone passes yours on"
                    ) { self.exec.environment.append(try EnvironmentOption.parse($0)) },
                    Flag("env-file", value: "FILE...", "Read environment variables from a file") {
                        self.fileEnvironment += try EnvironmentOption.readFile($0)
                    },
                    Flag("interactive", short: "i", "Pass on standard input") { self.exec.interactive = $0 },
                    Flag("privileged", "Give the process all capabilities") { self.exec.privileged = $0 },
                    Flag("tty", short: "t", "Give the process a terminal") { self.exec.terminal = $0 },
                    Flag("user", short: "u", value: "USER[:GROUP]", "Run as this user, by name or number") {
                        self.exec.user = $0
                    },
                    Flag("workdir", short: "w", value: "PATH", "Start in this directory of the container") {
                        guard $0.hasPrefix("/") else {
                            throw InvalidOption("must be an absolute path in the container")
                        }
                        self.exec.workingDirectory = $0
                    },
                ])
            ]
        }
    }
}

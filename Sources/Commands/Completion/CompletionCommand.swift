import CommandLine

/// `skiff completion`: prints what a shell needs to complete command lines.
public enum CompletionCommand {
    /// A shell for which there is a script.
    public enum Shell: String, CaseIterable, Sendable {
        case bash
        case zsh
        case fish
    }

    /// The word that the scripts call `skiff` with: the words of the command line follow it.
    public static let inquiry = "__complete"

    /// The command; `perform` gets the shell's name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "completion", "Print a script that completes command lines in your shell",
            arguments: Arguments(Shell.allCases.map(\.rawValue).joined(separator: "|"), 1...1), perform: perform)
        command.discussion = """
            Commands, flags and their values are completed, and names of containers, images and volumes, for which \
            you have to be root.
            """
        command.examples = [
            "skiff completion bash > /etc/bash_completion.d/skiff",
            "skiff completion zsh > /usr/local/share/zsh/site-functions/_skiff",
            "skiff completion fish > /etc/fish/completions/skiff.fish",
        ]
        return command
    }

    /// The flags of `completion`.
    public final class Options: CommandOptions {
        public init() {}

        public var flags: [FlagGroup] { [] }
    }
}

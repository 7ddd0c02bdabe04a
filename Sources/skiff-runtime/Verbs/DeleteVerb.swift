import CommandLine
import Runtime

/// `delete`: everything that a container had on the host goes.
enum DeleteVerb {
    static func command(_ globals: Globals) -> Command {
        Command("delete", "Delete a stopped container", arguments: .container) {
            (options: Options, words: [String]) in
            globals.reporting { store throws(RuntimeError) in
                try store.delete(ContainerIdentifier(words[0]), force: options.force)
                return 0
            }
        }
    }

    final class Options: CommandOptions {
        var force = false
        var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("force", short: "f", "Kill it first; one that doesn't exist is no error") { self.force = $0 }
                ])
            ]
        }
    }
}

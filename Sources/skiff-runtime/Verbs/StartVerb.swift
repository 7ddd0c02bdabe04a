import CommandLine
import Runtime

/// `start`: a created container's process executes its command.
enum StartVerb {
    static func command(_ globals: Globals) -> Command {
        Command("start", "Start a created container", arguments: .container) { (_: NoOptions, words: [String]) in
            globals.reporting { store throws(RuntimeError) in
                try store.open(ContainerIdentifier(words[0])).start()
                return 0
            }
        }
    }
}

/// Of commands without flags.
final class NoOptions: CommandOptions {
    var flags: [FlagGroup] { [] }
}

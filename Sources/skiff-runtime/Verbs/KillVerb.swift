import CommandLine
import Glibc
import LinuxSystem
import Runtime

/// `kill`: a signal for the container's first process, or for all.
enum KillVerb {
    static func command(_ globals: Globals) -> Command {
        var command = Command("kill", "Send a signal to a container", arguments: Arguments("CONTAINER [SIGNAL]", 1...2))
        {
            (options: Options, words: [String]) in
            globals.reporting { store throws(RuntimeError) in
                let number = try number(words.count > 1 ? words[1] : "TERM")
                try store.open(ContainerIdentifier(words[0])).kill(number, all: options.all)
                return 0
            }
        }
        command.discussion = "The signal is a name, with or without SIG, or a number; SIGTERM if none is given."
        return command
    }

    private static func number(_ text: String) throws(RuntimeError) -> CInt {
        if text == "0" { return 0 }
        guard let signal = Signal(parsing: text) else { throw .refused("unknown signal \"\(text)\"") }
        return signal.rawValue
    }

    final class Options: CommandOptions {
        var all = false
        var flags: [FlagGroup] {
            [FlagGroup([Flag("all", short: "a", "Send it to every process of the container") { self.all = $0 }])]
        }
    }
}

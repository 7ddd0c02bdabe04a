import CommandLine
import Runtime

/// `pause` and `resume`: all processes of a container stop, and go on.
enum PauseVerbs {
    static func commands(_ globals: Globals) -> [Command] {
        [
            Command("pause", "Stop all processes of a container", arguments: .container) {
                (_: NoOptions, words: [String]) in
                globals.reporting { store throws(RuntimeError) in
                    try store.open(ContainerIdentifier(words[0])).pause()
                    return 0
                }
            },
            Command("resume", "Let a paused container go on", arguments: .container) {
                (_: NoOptions, words: [String]) in
                globals.reporting { store throws(RuntimeError) in
                    try store.open(ContainerIdentifier(words[0])).resume()
                    return 0
                }
            },
        ]
    }
}

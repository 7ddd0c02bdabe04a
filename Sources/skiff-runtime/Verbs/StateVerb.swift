import CommandLine
import JSON
import LinuxSystem
import Runtime

/// `state`: what the specification calls a container's state.
enum StateVerb {
    static func command(_ globals: Globals) -> Command {
        Command("state", "Print a container's state as JSON", arguments: .container) {
            (_: NoOptions, words: [String]) in
            globals.reporting { store throws(RuntimeError) in
                let state = try store.open(ContainerIdentifier(words[0])).state()
                StandardStream.output.write(JSONLayout(state.json, indentation: "  ").text[...])
                return 0
            }
        }
    }
}

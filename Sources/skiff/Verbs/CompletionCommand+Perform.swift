import Commands
import Engine
import LinuxSystem

extension CompletionCommand {
    static func perform(_: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            guard let shell = Shell(rawValue: words[0]) else {
                let shells = Shell.allCases.map(\.rawValue).joined(separator: ", ")
                throw EngineError(.invalid, "no completion for the shell \"\(words[0])\": there are \(shells)")
            }
            StandardStream.output.write(shell.script)
            return 0
        }
    }
}

import CommandLine
import Commands
import Engine
import LinuxSystem

extension RecoverCommand {
    static func perform(_: Options, _: [String]) -> Int32 {
        Failure.reporting { tell(try Engine.open().recover()) }
    }

    /// A line each; answers the exit code.
    static func tell(_ steps: [RecoveryStep]) -> Int32 {
        for step in steps { StandardStream.output.writeLine("\(step)".terminalSafe) }
        if steps.isEmpty { StandardStream.output.writeLine("nothing to recover") }
        return steps.contains(where: \.isFailure) ? 1 : 0
    }
}

import CommandLine
import Commands
import Glibc
import LinuxSystem

/// The user's engine. This file finds what the command line asks for, does
/// it, and exits; each verb's grammar is in `Commands`, its work in `Engine`
/// and the targets above it. `main` is not `async`: that alone would cost a
/// static executable milliseconds at each start.
@main
enum Skiff {
    static func main() {
        exit(answer(Array(CommandLine.arguments.dropFirst())))
    }

    /// Does what the words ask for; answers the exit code.
    private static func answer(_ words: [String]) -> Int32 {
        do {
            switch try program.invocation(of: words) {
            case .run(let work): return work()
            case .show(let text):
                StandardStream.output.write(text.hasSuffix("\n") ? text : text + "\n")
                return 0
            }
        } catch {
            StandardStream.error.writeLine("\(error)")
            return error.exitCode
        }
    }

    private static var program: CommandGroup {
        var program = CommandGroup(
            "skiff", "A container engine without a daemon",
            sections: [
                CommandSection(
                    "Containers",
                    [
                        Run.command(perform: Run.perform),
                        Ps.command(perform: Ps.perform),
                        Logs.command(perform: Logs.perform),
                        Inspect.command(perform: Inspect.perform),
                        Stop.command(perform: Stop.perform),
                        Kill.command(perform: Kill.perform),
                        Wait.command(perform: Wait.perform),
                        Rm.command(perform: Rm.perform),
                    ]),
                CommandSection(
                    "Resources",
                    [
                        Commands.Limits.command(perform: Commands.Limits.perform),
                        Stats.command(perform: Stats.perform),
                    ]),
                CommandSection(
                    "Images",
                    [
                        Commands.Images.command(perform: Commands.Images.perform),
                        Load.command(perform: Load.perform),
                        Import.command(perform: Import.perform),
                        Rmi.command(perform: Rmi.perform),
                    ]),
                CommandSection("System", [Version.command(perform: Version.perform)]),
            ])
        program.version = "skiff \(version)"
        return program
    }

    private static let version = "0.1.0"
}

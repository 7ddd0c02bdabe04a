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
        Trace.mark("skiff: process started")
        _exit(answer(Array(CommandLine.arguments.dropFirst())))
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
                        RunCommand.command(perform: RunCommand.perform),
                        PsCommand.command(perform: PsCommand.perform),
                        LogsCommand.command(perform: LogsCommand.perform),
                        InspectCommand.command(perform: InspectCommand.perform),
                        StopCommand.command(perform: StopCommand.perform),
                        KillCommand.command(perform: KillCommand.perform),
                        WaitCommand.command(perform: WaitCommand.perform),
                        RmCommand.command(perform: RmCommand.perform),
                    ]),
                CommandSection(
                    "Resources",
                    [
                        LimitsCommand.command(perform: LimitsCommand.perform),
                        StatsCommand.command(perform: StatsCommand.perform),
                    ]),
                CommandSection(
                    "Images",
                    [
                        ImagesCommand.command(perform: ImagesCommand.perform),
                        PullCommand.command(perform: PullCommand.perform),
                        LoadCommand.command(perform: LoadCommand.perform),
                        ImportCommand.command(perform: ImportCommand.perform),
                        RmiCommand.command(perform: RmiCommand.perform),
                        LoginCommand.command(perform: LoginCommand.perform),
                        LogoutCommand.command(perform: LogoutCommand.perform),
                    ]),
                CommandSection("System", [VersionCommand.command(perform: VersionCommand.perform)]),
            ])
        program.version = "skiff \(version)"
        program.advice = UnsupportedVerbs.advice
        program.discussion = """
            Start with 'skiff run --rm busybox echo hello'. Images and containers are kept in /var/lib/skiff, \
            or where SKIFF_ROOT says.
            """
        return program
    }

    static let version = "0.1.0"
}

import CommandLine
import Commands
import Glibc

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
                print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
                return 0
            }
        } catch {
            complain("\(error)")
            return error.exitCode
        }
    }

    /// Writes a line on standard error; there is nowhere to tell that it failed.
    private static func complain(_ message: String) {
        var line = message + "\n"
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static var program: CommandGroup {
        var program = CommandGroup(
            "skiff", "A container engine without a daemon", sections: [containers, resources, images, system])
        program.version = "skiff \(version)"
        return program
    }

    private static let version = "0.1.0"

    private static var containers: CommandSection {
        CommandSection(
            "Containers",
            [
                Run.command { _ in missing("run", exitCode: 125) },
                Ps.command { _, _ in missing("ps") },
                Logs.command { _, _ in missing("logs") },
                Inspect.command { _, _ in missing("inspect") },
                Stop.command { _, _ in missing("stop") },
                Kill.command { _, _ in missing("kill") },
                Wait.command { _, _ in missing("wait") },
                Rm.command { _, _ in missing("rm") },
            ])
    }

    private static var resources: CommandSection {
        CommandSection(
            "Resources",
            [
                Limits.command { _, _ in missing("limits") },
                Stats.command { _, _ in missing("stats") },
            ])
    }

    private static var images: CommandSection {
        CommandSection(
            "Images",
            [
                Images.command { _, _ in missing("images") },
                Load.command { _, _ in missing("load") },
                Import.command { _, _ in missing("import") },
                Rmi.command { _, _ in missing("rmi") },
            ])
    }

    private static var system: CommandSection {
        CommandSection("System", [Version.command { _, _ in missing("version") }])
    }

    /// Stands where a verb's work will be plugged in.
    private static func missing(_ verb: String, exitCode: Int32 = 1) -> Int32 {
        complain("skiff: '\(verb)' is not there yet")
        return exitCode
    }
}

import CommandLine

/// What the flags of the sample fill.
struct SampleValues: Equatable {
    var interactive = false
    var terminal = false
    var name: String?
    var memory: Int?
    var variables: [String] = []
}

/// A small `run`: enough kinds of flags for every rule.
final class SampleOptions: CommandOptions {
    struct NotANumber: Error, CustomStringConvertible {
        var description: String { "not a number" }
    }

    var values = SampleValues()

    var flags: [FlagGroup] {
        [
            FlagGroup(
                "Process",
                [
                    Flag("interactive", short: "i", "Keep standard input open") { self.values.interactive = $0 },
                    Flag("tty", short: "t", "Give the process a terminal") { self.values.terminal = $0 },
                    Flag(
                        "env", short: "e", value: "KEY[=VALUE]...",
                        "Set an environment variable; without a value, the caller's is passed on to the process"
                    ) { self.values.variables.append($0) },
                ]),
            FlagGroup(
                "Limits",
                [
                    Flag("memory", short: "m", value: "SIZE", "Limit the memory") {
                        guard let number = Int($0) else { throw NotANumber() }
                        self.values.memory = number
                    },
                    Flag("name", value: "NAME", "Name the container") { self.values.name = $0 }.alias("call"),
                    Flag("a-flag-with-a-name", value: "TOO-LONG-FOR-A-COLUMN", "Still explained") { _ in },
                ]),
            FlagGroup("Later", [.notSupported("publish", short: "p", "use --network host")]),
        ]
    }
}

func sampleRun() -> Command {
    var command = Command(
        "run", "Run a command in a new container",
        arguments: Arguments("IMAGE [COMMAND] [ARG...]", 1..., endFlags: true)
    ) { (_: SampleOptions, arguments) in Int32(arguments.count) }
    command.aliases = ["start"]
    command.usageExitCode = 125
    command.examples = ["skiff run busybox echo hello"]
    return command
}

final class NoOptions: CommandOptions {
    var flags: [FlagGroup] { [] }
}

let sampleProgram: CommandGroup = {
    let list = Command("list", "List things", arguments: .none) { (_: NoOptions, _) in 40 }
    let tag = Command("tag", "Name an image", arguments: Arguments("SOURCE TARGET", 2...2)) { (_: NoOptions, _) in 41 }
    let image = CommandGroup("image", "Work with images", sections: [CommandSection("Commands", [list, tag])])
    var program = CommandGroup(
        "skiff", "A container engine",
        sections: [CommandSection("Containers", [sampleRun()]), CommandSection("Images", [image])])
    program.version = "skiff 1.2.3"
    program.advice = { $0 == "pull" ? "load the image" : nil }
    return program
}()

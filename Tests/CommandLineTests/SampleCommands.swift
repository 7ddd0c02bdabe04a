import CommandLine

/// A small `run`: enough kinds of flags for every rule.
struct SampleOptions: CommandOptions, Equatable {
    struct NotANumber: Error, CustomStringConvertible {
        var description: String { "not a number" }
    }

    var interactive = false
    var terminal = false
    var name: String?
    var memory: Int?
    var variables: [String] = []

    static var flags: [FlagGroup<Self>] {
        [
            FlagGroup(
                "Process",
                [
                    Flag("interactive", short: "i", "Keep standard input open") { $0.interactive = $1 },
                    Flag("tty", short: "t", "Give the process a terminal") { $0.terminal = $1 },
                    Flag(
                        "env", short: "e", value: "KEY[=VALUE]...",
                        "Set an environment variable; without a value, the caller's is passed on to the process"
                    ) { $0.variables.append($1) },
                ]),
            FlagGroup(
                "Limits",
                [
                    Flag("memory", short: "m", value: "SIZE", "Limit the memory") {
                        guard let number = Int($1) else { throw NotANumber() }
                        $0.memory = number
                    },
                    Flag("name", value: "NAME", "Name the container") { $0.name = $1 }.alias("call"),
                    Flag("a-flag-with-a-name", value: "TOO-LONG-FOR-A-COLUMN", "Still explained") { _, _ in },
                ]),
            FlagGroup("Later", [.notSupported("publish", short: "p", "use --network host")]),
        ]
    }
}

func sampleRun(endFlags: Bool = true) -> Command<SampleOptions> {
    var command = Command<SampleOptions>(
        "run", "Run a command in a new container",
        arguments: Arguments("IMAGE [COMMAND] [ARG...]", 1..., endFlags: endFlags)
    ) { _, arguments in Int32(arguments.count) }
    command.aliases = ["start"]
    command.usageExitCode = 125
    command.examples = ["skiff run busybox echo hello"]
    return command
}

struct NoOptions: CommandOptions {
    static var flags: [FlagGroup<Self>] { [] }
}

let sampleProgram: CommandGroup = {
    let list = Command<NoOptions>("list", "List things", arguments: .none) { _, _ in 40 }
    let tag = Command<NoOptions>("tag", "Name an image", arguments: Arguments("SOURCE TARGET", 2...2)) { _, _ in 41 }
    let image = CommandGroup("image", "Work with images", sections: [CommandSection("Commands", [list, tag])])
    var program = CommandGroup(
        "skiff", "A container engine",
        sections: [CommandSection("Containers", [sampleRun()]), CommandSection("Images", [image])])
    program.version = "skiff 1.2.3"
    return program
}()

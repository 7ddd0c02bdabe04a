import CommandLine
import Engine
import LinuxSystem

/// What runs, and what the container is called.
extension RunCommand.Options {
    static var container: FlagGroup<Self> {
        FlagGroup(
            "Container",
            [
                Flag("name", value: "NAME", "Name the container") { $0.run.name = $1.isEmpty ? nil : $1 },
                Flag("detach", short: "d", "Run in the background and print the id") {
                    $0.run.detach = $1
                },
                Flag("rm", "Remove the container when it exits") { $0.run.removeOnExit = $1 },
                Flag("hostname", short: "h", value: "NAME", "Set the host name (default: the id)") {
                    $0.run.hostname = $1
                },
                Flag("label", short: "l", value: "KEY[=VALUE]...", "Attach a label") {
                    let label = try KeyValue(parsing: $1, valueIfAbsent: "")
                    $0.run.labels[label.key] = label.value
                },
            ])
    }

    static var process: FlagGroup<Self> {
        FlagGroup(
            "Process",
            [
                Flag("interactive", short: "i", "Keep standard input open") { $0.run.interactive = $1 },
                Flag("tty", short: "t", "Give the process a terminal") { $0.run.terminal = $1 },
                Flag(
                    "env", short: "e", value: "KEY[=VALUE]...",
                    "Set an environment variable; KEY passes yours on"
                ) { $0.run.environment.append(try EnvironmentOption.parse($1)) },
                Flag("env-file", value: "FILE...", "Read environment variables from a file") {
                    $0.fileEnvironment += try EnvironmentOption.readFile($1)
                },
                Flag("workdir", short: "w", value: "PATH", "Start in this directory of the container") {
                    $0.run.workingDirectory = $1
                },
                Flag("user", short: "u", value: "USER[:GROUP]", "Run as this user, by name or number") {
                    $0.run.user = $1
                },
                Flag("entrypoint", value: "COMMAND", "Replace the image's entrypoint; \"\" removes it") {
                    $0.run.entrypoint = $1
                },
                Flag("init", "Run an init that forwards signals and reaps") {
                    $0.run.initProcess = $1
                },
                Flag("stop-signal", value: "SIGNAL", "Stop the container with it (default: SIGTERM)") {
                    $0.run.stopSignal = try Signal(option: $1)
                },
            ])
    }

    static var image: FlagGroup<Self> {
        FlagGroup(
            "Image",
            [
                Flag("pull", value: "WHEN", "Pull always, missing or never (default: missing)") {
                    $0.run.pull = try PullPolicy(parsing: $1)
                }
            ])
    }
}

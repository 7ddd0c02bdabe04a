import CommandLine
import Engine
import LinuxSystem

/// What runs, and what the container is called.
extension RunCommand.Options {
    var container: FlagGroup {
        FlagGroup(
            "Container",
            [
                Flag("name", value: "NAME", "Name the container") { self.run.name = $0.isEmpty ? nil : $0 },
                Flag("detach", short: "d", "Run in the background and print the id") {
                    self.run.detach = $0
                },
                .detachKeys { self.run.detachKeys = $0 },
                Flag("rm", "Remove the container when it exits") { self.run.removeOnExit = $0 },
                .restart { self.run.restartPolicy = $0 },
                Flag("hostname", short: "h", value: "NAME", "Set the host name (default: the id)") {
                    self.run.hostname = $0
                },
                Flag("label", short: "l", value: "KEY[=VALUE]...", "Attach a label") {
                    let label = try KeyValue(parsing: $0, valueIfAbsent: "")
                    self.run.labels[label.key] = label.value
                },
            ])
    }

    var process: FlagGroup {
        FlagGroup(
            "Process",
            [
                Flag("interactive", short: "i", "Keep standard input open") { self.run.interactive = $0 },
                Flag("tty", short: "t", "Give the process a terminal") { self.run.terminal = $0 },
                Flag(
                    "env", short: "e", value: "KEY[=VALUE]...",
                    "Set an environment variable; KEY alone passes yours on"
                ) { self.run.environment.append(try EnvironmentOption.parse($0)) },
                Flag("env-file", value: "FILE...", "Read environment variables from a file") {
                    self.fileEnvironment += try EnvironmentOption.readFile($0)
                },
                Flag("workdir", short: "w", value: "PATH", "Start in this directory of the container") {
                    guard $0.hasPrefix("/") else { throw InvalidOption("must be an absolute path in the container") }
                    self.run.workingDirectory = $0
                },
                Flag("user", short: "u", value: "USER[:GROUP]", "Run as this user, by name or number") {
                    self.run.user = $0
                },
                Flag("entrypoint", value: "COMMAND", "Replace the image's entrypoint; \"\" removes it") {
                    self.run.entrypoint = $0
                },
                Flag("init", "Run a small init as process 1, which heeds Ctrl-C and reaps zombies") {
                    self.run.initProcess = $0
                },
                Flag("stop-signal", value: "SIGNAL", "Set what 'skiff stop' sends first (default: SIGTERM)") {
                    self.run.stopSignal = try Signal(option: $0)
                },
                Flag("stop-timeout", value: "SECONDS", "Kill it so long after the stop signal; -1: never (default: 10)")
                {
                    self.run.stopTimeout = try Int(option: $0, atLeast: -1)
                },
            ])
    }

    var image: FlagGroup {
        FlagGroup(
            "Image",
            [
                Flag("pull", value: "WHEN", "Pull always, missing or never (default: missing)") {
                    self.run.pull = try PullPolicy(parsing: $0)
                },
                Flag("plan", joinedValue: "text", "Print what would be done, and do nothing; --plan=json for programs")
                {
                    self.run.plan = try PlanFormat(parsing: $0)
                },
            ])
    }
}

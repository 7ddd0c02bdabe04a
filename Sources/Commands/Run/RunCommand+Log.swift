import CommandLine
import Engine

/// What becomes of the container's output.
extension RunCommand.Options {
    var log: FlagGroup {
        FlagGroup(
            "Log",
            [
                Flag("log-driver", value: "DRIVER", "Keep the output as json-file or none (default: json-file)") {
                    try self.run.log.setDriver($0)
                },
                Flag(
                    "log-opt", value: "KEY=VALUE...",
                    "Set max-size (default: 10m), max-file (5), compress (true), labels=KEY,KEY or env=KEY,KEY"
                ) { try self.run.log.add($0) },
            ])
    }
}

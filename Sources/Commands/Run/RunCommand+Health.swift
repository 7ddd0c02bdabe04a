import CommandLine
import Engine

/// How the container's health is looked after.
extension RunCommand.Options {
    var health: FlagGroup {
        FlagGroup(
            "Health",
            [
                Flag("health-cmd", value: "COMMAND", "Check the health by this shell command (default: the image's)") {
                    self.run.health.command = $0
                },
                Flag("health-interval", value: "TIME", "Wait so long between two checks (default: 30s)") {
                    self.run.health.interval = try HealthOptions.time(parsing: $0)
                },
                Flag("health-timeout", value: "TIME", "Give a check so much time (default: 30s)") {
                    self.run.health.timeout = try HealthOptions.time(parsing: $0)
                },
                Flag(
                    "health-retries", value: "NUMBER", "Make it unhealthy after so many failures in a row (default: 3)"
                ) {
                    self.run.health.retries = try Int(option: $0, atLeast: 0)
                },
                Flag("health-start-period", value: "TIME", "Count no failures so long after the start (default: 0s)") {
                    self.run.health.startPeriod = try HealthOptions.time(parsing: $0)
                },
                Flag(
                    "health-start-interval", value: "TIME", "Wait so long between two checks in that time (default: 5s)"
                ) {
                    self.run.health.startInterval = try HealthOptions.time(parsing: $0)
                },
                Flag("no-healthcheck", "Don't check the health, whatever the image says") {
                    self.run.health.isOff = $0
                },
            ])
    }
}

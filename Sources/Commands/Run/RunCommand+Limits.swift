import CommandLine
import Engine

/// What the container may use.
extension RunCommand.Options {
    var limits: FlagGroup {
        FlagGroup("Limits", memoryLimits + processorLimits + processLimits)
    }

    private var memoryLimits: [Flag] {
        [
            Flag("memory", short: "m", value: "SIZE", "Limit the memory, such as 512k, 64m or 1.5g") {
                self.run.resources.memory = try ResourceOptions.bytes(parsing: $0)
            },
            Flag(
                "memory-swap", value: "SIZE",
                "Limit memory and swap together; -1 for no limit (default: twice the memory)"
            ) { self.run.resources.memorySwap = try ResourceOptions.memorySwap(parsing: $0) },
            Flag("memory-reservation", value: "SIZE", "Keep this much when the host runs short") {
                self.run.resources.memoryReservation = try ResourceOptions.bytes(parsing: $0)
            },
        ]
    }

    private var processorLimits: [Flag] {
        [
            Flag("cpus", value: "NUMBER", "Limit the processor time, such as 0.5 or 2") {
                self.run.resources.milliCPUs = try ResourceOptions.milliCPUs(parsing: $0)
            },
            Flag(
                "cpu-shares", short: "c", value: "NUMBER",
                "Set its share of processor time beside others (default: 1024)"
            ) {
                self.run.resources.cpuShares = try ResourceOptions.cpuShares(parsing: $0)
            },
            Flag("cpuset-cpus", value: "LIST", "Run on these processors only, such as 0-2,4") {
                self.run.resources.cpuset = try ResourceOptions.cpuset(parsing: $0)
            },
        ]
    }

    private var processLimits: [Flag] {
        [
            Flag("pids-limit", value: "NUMBER", "Limit processes and threads; -1 for no limit") {
                self.run.resources.pids = try ResourceOptions.pids(parsing: $0)
            },
            Flag("ulimit", value: "NAME=SOFT[:HARD]...", "Limit each process, such as nofile=1024:2048") {
                self.run.resourceLimits.append(try ResourceLimitOption(parsing: $0))
            },
            Flag(
                "oom-score-adj", value: "NUMBER",
                "Set when it is killed for want of memory, from -1000 (never) to 1000 (first)"
            ) { self.run.oomScoreAdjustment = try RunOptions.oomScoreAdjustment(parsing: $0) },
        ]
    }
}

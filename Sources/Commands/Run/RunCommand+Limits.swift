import CommandLine
import Engine

/// What the container may use.
extension RunCommand.Options {
    static var limits: FlagGroup<Self> {
        FlagGroup("Limits", memoryLimits + processorLimits + processLimits)
    }

    private static var memoryLimits: [Flag<Self>] {
        [
            Flag("memory", short: "m", value: "SIZE", "Limit the memory, such as 512k, 64m or 1.5g") {
                $0.run.resources.memory = try ResourceOptions.bytes(parsing: $1)
            },
            Flag(
                "memory-swap", value: "SIZE",
                "Limit memory and swap together; -1 for no limit (default: twice the memory)"
            ) { $0.run.resources.memorySwap = try ResourceOptions.memorySwap(parsing: $1) },
            Flag("memory-reservation", value: "SIZE", "Keep this much when the host runs short") {
                $0.run.resources.memoryReservation = try ResourceOptions.bytes(parsing: $1)
            },
        ]
    }

    private static var processorLimits: [Flag<Self>] {
        [
            Flag("cpus", value: "NUMBER", "Limit the processor time, such as 0.5 or 2") {
                $0.run.resources.milliCPUs = try ResourceOptions.milliCPUs(parsing: $1)
            },
            Flag("cpu-shares", short: "c", value: "NUMBER", "Weigh it against others (default: 1024)") {
                $0.run.resources.cpuShares = try ResourceOptions.cpuShares(parsing: $1)
            },
            Flag("cpuset-cpus", value: "LIST", "Run on these processors only, such as 0-2,4") {
                $0.run.resources.cpuset = try ResourceOptions.cpuset(parsing: $1)
            },
        ]
    }

    private static var processLimits: [Flag<Self>] {
        [
            Flag("pids-limit", value: "NUMBER", "Limit processes and threads; -1 for no limit") {
                $0.run.resources.pids = try ResourceOptions.pids(parsing: $1)
            },
            Flag("ulimit", value: "NAME=SOFT[:HARD]...", "Limit each process, such as nofile=1024:2048") {
                $0.run.resourceLimits.append(try ResourceLimitOption(parsing: $1))
            },
            Flag(
                "oom-score-adj", value: "NUMBER",
                "Be killed later (from -1000) or earlier (to 1000) when the host's memory runs out"
            ) { $0.run.oomScoreAdjustment = try RunOptions.oomScoreAdjustment(parsing: $1) },
        ]
    }
}

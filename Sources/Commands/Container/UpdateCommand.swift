import CommandLine
import Engine
import Runtime

/// `skiff update`: changes limits, published ports and the restart policy of containers, whether they run or not.
public enum UpdateCommand {
    /// The command; `perform` gets the changes and the names or ids, at least one.
    public static func command(perform: @escaping @Sendable (ContainerChanges, [String]) -> Int32) -> Command {
        var command = Command(
            "update", "Change limits, published ports or the restart policy of containers",
            arguments: Arguments("CONTAINER [CONTAINER...]", 1...)
        ) { (options: Options, names) in perform(options.changes, names) }
        command.discussion = "What is not named stays as it is. A container that runs is changed at once."
        return command
    }

    /// The flags of `update`.
    public final class Options: CommandOptions {
        var changes = ContainerChanges()

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup(memory + processors + [.restart { self.changes.restartPolicy = $0 }]),
                FlagGroup("Network", ports + [.networkRate { self.changes.rate = $0 }]),
                FlagGroup("", notSupported),
            ]
        }

        private var memory: [Flag] {
            [
                Flag("memory", short: "m", value: "SIZE", "Limit the memory, such as 512k, 64m or 1.5g") {
                    self.changes.resources.memory = try ResourceOptions.bytes(parsing: $0)
                },
                Flag("memory-swap", value: "SIZE", "Limit memory and swap together; -1 for no limit") {
                    self.changes.resources.memorySwap = try ResourceOptions.memorySwap(parsing: $0)
                },
                Flag("memory-reservation", value: "SIZE", "Keep this much when the host runs short") {
                    self.changes.resources.memoryReservation = try ResourceOptions.bytes(parsing: $0)
                },
            ]
        }

        private var processors: [Flag] {
            [
                Flag("cpus", value: "NUMBER", "Limit the processor time, such as 0.5 or 2") {
                    self.changes.resources.milliCPUs = try ResourceOptions.milliCPUs(parsing: $0)
                },
                Flag("cpu-shares", short: "c", value: "NUMBER", "Set its share of processor time beside others") {
                    self.changes.resources.cpuShares = try ResourceOptions.cpuShares(parsing: $0)
                },
                Flag("cpuset-cpus", value: "LIST", "Run on these processors only, such as 0-2,4") {
                    self.changes.resources.cpuset = try ResourceOptions.cpuset(parsing: $0)
                },
                Flag("pids-limit", value: "NUMBER", "Limit processes and threads; -1 for no limit") {
                    self.changes.resources.pids = try ResourceOptions.pids(parsing: $0)
                },
            ]
        }

        private var ports: [Flag] {
            [
                .publish { self.changes.published += $0 },
                Flag(
                    "unpublish", value: "[HOSTPORT:]PORT[/PROTOCOL]...", "Stop publishing a port of the container"
                ) { self.changes.unpublished += try PortOption.all(parsing: $0) },
            ]
        }

        private var notSupported: [Flag] {
            [
                .notSupported("blkio-weight", "the use of block devices is not limited"),
                .notSupported("cpu-period", "use --cpus"),
                .notSupported("cpu-quota", "use --cpus"),
                .notSupported("cpu-rt-period", "use --cpus"),
                .notSupported("cpu-rt-runtime", "use --cpus"),
                .notSupported("cpuset-mems", "use --cpuset-cpus"),
            ]
        }
    }
}

extension Flag {
    /// `--restart`, which `run` has, too.
    static func restart(_ set: @escaping (RestartPolicy) -> Void) -> Flag {
        Flag(
            "restart", value: "POLICY",
            "Restart when it ends: no, on-failure[:NUMBER], always, unless-stopped or unhealthy"
        ) {
            set(try RestartPolicy(option: $0))
        }
    }
}

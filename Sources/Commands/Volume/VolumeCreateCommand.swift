import CommandLine
import Engine

/// `skiff volume create`: makes a volume.
public enum VolumeCreateCommand {
    /// The command; `perform` gets at most one name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command("create", "Make a volume", arguments: Arguments("[VOLUME]", 0...1), perform: perform)
        command.discussion = """
            A volume that is there already is left as it is. Without a name it is an anonymous one, which \
            'volume prune' removes when no container uses it.
            """
        command.examples = [
            "skiff volume create data",
            "skiff volume create --opt type=none --opt o=bind --opt device=/srv/data data",
            "skiff volume create --opt type=tmpfs --opt o=size=100m,uid=1000 scratch",
            "skiff volume create --opt size=10g data",
        ]
        return command
    }

    /// The flags of `volume create`.
    public final class Options: CommandOptions {
        /// What it is called by people.
        public var labels: [String: String] = [:]
        /// The driver's.
        public var driverOptions: [String: String] = [:]
        /// Instead of an argument.
        public var name: String?

        public init() {}

        public var flags: [FlagGroup] {
            let cluster = [
                "availability", "group", "limit-bytes", "required-bytes", "scope", "secret", "sharing",
                "topology-preferred",
                "topology-required", "type",
            ]
            return [
                FlagGroup(
                    [
                        Flag("driver", short: "d", value: "DRIVER", "Use this driver: local is the only one") {
                            guard $0 == "local" else { throw InvalidOption("the only volume driver is local") }
                        },
                        Flag("label", value: "KEY[=VALUE]...", "Attach a label") {
                            let label = try KeyValue(parsing: $0, valueIfAbsent: "")
                            self.labels[label.key] = label.value
                        },
                        Flag("name", value: "NAME", "Name the volume") { self.name = $0 },
                        Flag(
                            "opt", short: "o", value: "KEY=VALUE...",
                            "Set type, device and o of a mount, or the size of a directory"
                        ) {
                            let option = try KeyValue(parsing: $0)
                            self.driverOptions[option.key] = option.value
                        },
                    ] + cluster.map { .notSupported($0, "there is no cluster") })
            ]
        }
    }
}

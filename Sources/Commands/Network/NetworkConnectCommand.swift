import CommandLine
import Engine
import Networks

/// `skiff network connect`: puts a container into a network, whether it runs or not.
public enum NetworkConnectCommand {
    /// The command; `perform` gets the network and the container.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "connect", "Put a container into a network", arguments: Arguments("NETWORK CONTAINER", 2...2),
            perform: perform)
    }

    /// The flags of `network connect`.
    public final class Options: CommandOptions {
        /// What is asked for; the network is the first word.
        public var connection = NetworkConnection(network: "")

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("alias", value: "NAME...", "Be found by this name, too") {
                        self.connection.aliases.append(try NetworkConnection.alias(parsing: $0))
                    },
                    Flag("ip", value: "ADDRESS", "Use this IPv4 address") {
                        self.connection.address4 = try NetworkRequest.address(parsing: $0, .v4)
                    },
                    Flag("ip6", value: "ADDRESS", "Use this IPv6 address") {
                        self.connection.address6 = try NetworkRequest.address(parsing: $0, .v6)
                    },
                    Flag("mac-address", value: "MAC", "Use this hardware address") {
                        self.connection.hardwareAddress = try NetworkConnection.hardwareAddress(parsing: $0)
                    },
                    .notSupported("driver-opt", "links have no options"),
                    .notSupported("gw-priority", "the first network has the default route"),
                    .notSupported("link", "containers of a network find each other by name"),
                    .notSupported("link-local-ip", "the kernel gives each link one"),
                ])
            ]
        }
    }
}

/// `skiff network disconnect`: takes a container out of a network.
public enum NetworkDisconnectCommand {
    /// The command; `perform` gets the network and the container.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        Command(
            "disconnect", "Take a container out of a network", arguments: Arguments("NETWORK CONTAINER", 2...2),
            perform: perform)
    }

    /// The flags of `network disconnect`.
    public final class Options: CommandOptions {
        /// What isn't there is no failure.
        public var force = false

        public init() {}

        public var flags: [FlagGroup] {
            [FlagGroup([Flag("force", short: "f", "Don't fail for a container that isn't there") { self.force = $0 }])]
        }
    }
}

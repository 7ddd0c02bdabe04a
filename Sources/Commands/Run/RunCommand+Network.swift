import CommandLine
import Engine
import Networks

/// What the container has of networks.
extension RunCommand.Options {
    var network: FlagGroup {
        FlagGroup(
            "Network",
            [
                Flag(
                    "network", value: "NETWORK...",
                    "Connect to this network, NAME[,ip=ADDRESS][,alias=NAME], or use none, host or container:NAME "
                        + "(default: bridge)"
                ) { try self.run.add(NetworkOption(parsing: $0)) }.alias("net"),
                .publish { self.run.networks.ports += $0 },
                Flag("publish-all", short: "P", "Publish all exposed ports at free ones of the host") {
                    self.run.networks.publishesAll = $0
                },
                Flag("expose", value: "PORT...", "Say that it listens on a port or a range, such as 80/tcp") {
                    self.run.networks.exposed += try ContainerPort.all(parsing: $0)
                },
                Flag("ip", value: "ADDRESS", "Use this IPv4 address in the first network") {
                    self.first.address4 = try NetworkRequest.address(parsing: $0, .v4)
                },
                Flag("ip6", value: "ADDRESS", "Use this IPv6 address in the first network") {
                    self.first.address6 = try NetworkRequest.address(parsing: $0, .v6)
                },
                Flag("network-alias", value: "NAME...", "Be found by this name, too, in the first network") {
                    self.first.aliases.append(try NetworkConnection.alias(parsing: $0))
                }.alias("net-alias"),
                .networkRate { self.run.networks.rate = $0 },
                Flag("mac-address", value: "MAC", "Use this hardware address in the first network") {
                    self.first.hardwareAddress = try NetworkConnection.hardwareAddress(parsing: $0)
                },
            ])
    }

    /// What is meant for the first network, whichever that is.
    private var first: NetworkConnection {
        get { run.firstConnection ?? NetworkConnection(network: "") }
        set { run.firstConnection = newValue }
    }
}

extension Flag {
    /// `--network-rate`, which `update` has, too.
    static func networkRate(_ set: @escaping (LinkRate) -> Void) -> Flag {
        Flag(
            "network-rate", value: "[in=]RATE[,out=RATE]",
            "Limit what each of its links gets and sends to bits a second, such as in=10mbit,out=5mbit; none for no limit"
        ) { set(try LinkRate(parsing: $0)) }
    }

    /// `--publish`, which `update` has, too.
    static func publish(_ add: @escaping ([PortOption]) -> Void) -> Flag {
        Flag(
            "publish", short: "p", value: "[[IP:]HOSTPORT:]PORT[/PROTOCOL]...",
            "Publish a port or a range of the container at one of the host, such as 8080:80"
        ) { add(try PortOption.all(parsing: $0)) }
    }
}

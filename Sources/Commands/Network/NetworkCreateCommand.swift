import CommandLine
import Engine
import Networks

/// `skiff network create`: makes a network.
public enum NetworkCreateCommand {
    /// The command; `perform` gets the name.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command("create", "Create a network", arguments: Arguments("NETWORK", 1...1), perform: perform)
        command.examples = [
            "skiff network create shop",
            "skiff network create --subnet 10.90.0.0/16 --internal back",
            "skiff network create -d macvlan --subnet 192.168.1.0/24 -o parent=eth0 lan",
        ]
        return command
    }

    /// The flags of `network create`.
    public final class Options: CommandOptions {
        private var driver = NetworkDriver.bridge
        private var isInternal = false
        private var isAttachable = false
        private var ipv4 = true
        private var ipv6: Bool?
        private var subnets: [Subnet] = []
        private var gateways: [IPAddress] = []
        private var ranges: [Subnet] = []
        private var reserved: [String: IPAddress] = [:]
        private var labels: [String: String] = [:]
        private var options: [String: String] = [:]

        public init() {}

        /// What was asked for.
        public func request(_ name: String) throws(InvalidOption) -> NetworkRequest {
            var request = NetworkRequest(name: try NetworkName(parsing: name))
            request.driver = driver
            request.isInternal = isInternal
            request.isAttachable = isAttachable
            request.ipv4 = ipv4
            request.ipv6 = ipv6
            request.subnets = subnets
            request.gateways = gateways
            request.ranges = ranges
            request.reserved = reserved
            request.labels = labels
            request.options = options
            return request
        }

        public var flags: [FlagGroup] {
            [FlagGroup(general), FlagGroup("Addresses", addresses), FlagGroup("", notSupported)]
        }

        private var general: [Flag] {
            [
                Flag("driver", short: "d", value: "DRIVER", "Make a bridge, or with macvlan a neighbour of the host's")
                {
                    self.driver = try NetworkDriver(option: $0)
                },
                Flag("internal", "Let containers reach each other, and nothing else") { self.isInternal = $0 },
                Flag("label", value: "KEY[=VALUE]...", "Attach a label") {
                    let label = try KeyValue(parsing: $0, valueIfAbsent: "")
                    self.labels[label.key] = label.value
                },
                Flag(
                    "opt", short: "o", value: "KEY=VALUE...",
                    "Set com.docker.network.driver.mtu, com.docker.network.bridge.name, parent of a macvlan and others"
                ) {
                    let option = try KeyValue(parsing: $0)
                    self.options[option.key] = option.value
                },
                Flag("attachable", "Note that containers may be attached, which they always may") {
                    self.isAttachable = $0
                },
            ]
        }

        private var addresses: [Flag] {
            [
                Flag(
                    "subnet", value: "SUBNET...",
                    "Take addresses of this subnet, such as 10.90.0.0/16; one for IPv4, one for IPv6"
                ) {
                    self.subnets.append(try NetworkRequest.subnet(parsing: $0))
                },
                Flag("gateway", value: "ADDRESS...", "Set the gateway's address (default: the subnet's first address)")
                {
                    self.gateways.append(try NetworkRequest.address(parsing: $0))
                },
                Flag("ip-range", value: "SUBNET...", "Give containers addresses of this part of the subnet alone") {
                    self.ranges.append(try NetworkRequest.subnet(parsing: $0))
                },
                Flag("aux-address", value: "NAME=ADDRESS...", "Keep an address for somebody else") {
                    let pair = try KeyValue(parsing: $0)
                    self.reserved[pair.key] = try NetworkRequest.address(parsing: pair.value)
                },
                Flag("ipv4", "Have an IPv4 subnet (default: true)") { self.ipv4 = $0 },
                Flag("ipv6", "Have an IPv6 subnet (default: if the kernel can)") { self.ipv6 = $0 },
                Flag("ipam-driver", value: "DRIVER", "Who gives addresses: default is the only one") {
                    guard $0 == "default" else { throw InvalidOption("the only one is default") }
                },
            ]
        }

        private var notSupported: [Flag] {
            [
                .notSupported("ipam-opt", "the driver default has no options"),
                .notSupported("config-from", "name the options themselves"),
                .notSupported("config-only", "name the options themselves"),
                .notSupported("ingress", "there is no swarm"),
                .notSupported("scope", "networks are this host's"),
            ]
        }
    }
}

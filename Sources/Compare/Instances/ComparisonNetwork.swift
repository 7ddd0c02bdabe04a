import CCompare
import LinuxSystem
import Networks

/// The network that a comparison's instances are started in: a namespace of its own (network_namespaces(7)), with
/// nothing but loopback. The bridges, links and rules that engines make for published ports go with its last
/// process, however the comparison ends: the host's own network isn't touched.
struct ComparisonNetwork: ~Copyable {
    /// Where this process was before: where a daemon, which runs already, publishes.
    private let host: Descriptor?

    /// Takes this process there, and so all that it starts from now on. It is to have one thread alone: others stay
    /// where they are (setns(2)).
    static func enter() throws(SystemError) -> ComparisonNetwork {
        let host = try Descriptor.open("/proc/thread-self/ns/net", [.readOnly])
        let own = try NewNetworkNamespace.begin().finish()
        let result = skiff_compare_enter_network(own.number)
        guard result == 0 else { throw SystemError("enter", "a network namespace", errno: -result) }
        return ComparisonNetwork(host: host)
    }

    private init(host: consuming Descriptor) {
        self.host = .some(host)
    }

    /// A socket where the contender's published ports are.
    func socket(toReach contender: some Contender) throws(SystemError) -> InternetSocket {
        contender.publishesOnHost
            ? try InternetSocket(.stream, .v4, in: host) : try InternetSocket(.stream, .v4, in: nil)
    }
}

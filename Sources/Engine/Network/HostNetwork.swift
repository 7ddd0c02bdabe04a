import Glibc
import LinuxSystem
import Network
import StateStore

/// The host's part of networks: bridges, and one table of rules. What is there is asked of the kernel, never
/// remembered.
struct HostNetwork {
    let names: HostNames

    /// The blocks that the host has routes to.
    func routes() throws -> [Subnet] { [] }

    /// Sees to it that a bridge is there, and the rules for it.
    /// - Parameter others: the bridges of all networks, for a table that somebody has removed.
    func ensure(_ bridge: Bridge, others: () throws -> [Bridge]) throws {}

    /// Takes a bridge and its rules away.
    func remove(_ bridge: Bridge) throws {}

    /// Whether links can have addresses of version 6.
    static var hasVersion6: Bool {
        ["all", "default"].allSatisfy { scope in
            // A kernel without it has no such file.
            let text = try? Descriptor.open("/proc/sys/net/ipv6/conf/\(scope)", [.directory]).readFile("disable_ipv6")
            return text?.first == UInt8(ascii: "0")
        }
    }
}

extension Engine {
    var hostNetwork: HostNetwork { HostNetwork(names: hostNames) }

    /// What the host's objects of this state directory are called.
    var hostNames: HostNames {
        HostNames(
            key: state.path == StateStore.defaultPath
                ? nil : String(UInt64(stableHash: state.path).hexadecimal.prefix(8)))
    }
}

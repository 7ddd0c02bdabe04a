import Glibc
import LinuxSystem

/// The host's bridges: links that containers' links are ports of. They belong
/// to the calling thread's network namespace.
public struct Bridges: ~Copyable {
    private let socket: NetlinkSocket

    public init() throws(NetworkError) {
        socket = try NetworkError.wrapping { () throws(SystemError) in try NetlinkSocket(.route) }
    }

    /// Whether there is a bridge of that name, and it is up.
    public func isThere(_ name: String) throws(NetworkError) -> Bool {
        do throws(SystemError) {
            guard let link = try socket.link(name) else { return false }
            return link.isUp && link.kind == Self.kind
        } catch {
            throw NetworkError(error)
        }
    }

    /// Makes the bridge if it isn't there, with its addresses, and up. One that
    /// is there is only asked for.
    /// - Returns: whether it was made.
    @discardableResult
    public func ensure(_ bridge: Bridge) throws(NetworkError) -> Bool {
        let found: Link?
        do throws(SystemError) { found = try socket.link(bridge.name) } catch { throw NetworkError(error) }
        if let found, found.kind != Self.kind {
            throw .refused("the host has a link \(bridge.name) already, which is no bridge")
        }
        if let found, found.isUp { return false }
        do throws(SystemError) {
            if found == nil { try make(bridge) }
            try configure(bridge)
        } catch {
            // The first failure is the one to tell.
            if found == nil { try? socket.deleteLink(bridge.name) }
            throw NetworkError(error)
        }
        return found == nil
    }

    /// The names of the bridges that begin so and have no link of a container, or of anybody.
    public func unused(prefix: String) throws(NetworkError) -> [String] {
        var question = NetlinkBatch()
        question.message(LinkMessage.getLink, .dump, "list", "the links") { batch in
            batch.linkHeader()
            let withoutStatistics: UInt32 = 8
            batch.attribute(LinkAttribute.wanted, withoutStatistics)
        }
        var (bridges, masters): ([(index: UInt64, name: String)], Set<UInt64>) = ([], [])
        for link in try NetworkError.wrapping({ () throws(SystemError) in try socket.ask(question) }) {
            let attributes = link.attributes(after: 16)
            if let master = attributes.first(LinkAttribute.master)?.number { masters.insert(master) }
            let information = attributes.first(LinkAttribute.information)?.attributes
            guard information?.first(LinkAttribute.kind)?.text == Self.kind,
                let name = attributes.first(LinkAttribute.name)?.text, name.hasPrefix(prefix)
            else { continue }
            bridges.append((UInt64(link.number32(at: 4)), name))
        }
        return bridges.filter { !masters.contains($0.index) }.map(\.name).sorted()
    }

    /// Removes the bridge, if it is there. A link of another kind is somebody else's, and stays.
    public func remove(_ name: String) throws(NetworkError) {
        do throws(SystemError) {
            guard let link = try socket.link(name), link.kind == Self.kind else { return }
            try socket.deleteLink(name)
        } catch {
            throw NetworkError(error)
        }
    }

    private static let kind = "bridge"

    private func make(_ bridge: Bridge) throws(SystemError) {
        var batch = NetlinkBatch()
        batch.message(LinkMessage.newLink, [.create, .exclusive], "make", "the bridge \(bridge.name)") { batch in
            batch.linkHeader()
            batch.attribute(LinkAttribute.name, bridge.name)
            // Otherwise it would have the lowest address of its ports, and another one with each of them.
            if let gateway = bridge.gateways.first {
                batch.attribute(LinkAttribute.hardwareAddress, MACAddress(for: gateway.address).bytes)
            }
            batch.attribute(LinkAttribute.mtu, bridge.longestPacket + (bridge.longestPacket < 65535 ? 1 : 0))
            batch.nested(LinkAttribute.information) { batch in
                batch.attribute(LinkAttribute.kind, Self.kind)
                // Who listens to which group matters only where a router asks for it, and none does here: frames to a
                // group go to all ports anyway. Keeping the ports' timers would cost each new port a walk along all
                // others, and what containers announce would be kept in the host's memory.
                let (multicastSnooping, off): (Int, UInt8) = (23, 0)
                batch.nested(LinkAttribute.data) { $0.attribute(multicastSnooping, off) }
            }
        }
        do throws(SystemError) {
            try socket.perform(batch)
        } catch {
            // Somebody else was faster.
            if error.errno != EEXIST { throw error }
        }
    }

    private func configure(_ bridge: Bridge) throws(SystemError) {
        let link = try socket.requireLink(bridge.name)
        // A container must not become the host's router (CVE-2020-13401).
        try KernelSetting.write("ipv6/conf/\(bridge.name)/accept_ra", "0")
        // Its addresses are nobody else's. Until a second after the first container came, while that would be
        // found out, the host could ask no container for its hardware address (rfc4862, 5.4).
        try KernelSetting.write("ipv6/conf/\(bridge.name)/accept_dad", "0")
        // What the host sends to a published port of 127.0.0.1 leaves by this link; the firewall drops
        // what comes in by it for such addresses.
        try KernelSetting.write("ipv4/conf/\(bridge.name)/route_localnet", "1")
        if bridge.gateways.contains(where: { $0.address.family == .v6 }) {
            try KernelSetting.write("ipv6/conf/\(bridge.name)/disable_ipv6", "0")
        }
        var batch = NetlinkBatch()
        for gateway in bridge.gateways { batch.addAddress(gateway, toLink: link.index, named: bridge.name) }
        // Only a length that is changed later counts as somebody's will. Otherwise the bridge looks for the shortest one
        // of all its ports whenever one comes or goes.
        batch.setUp(bridge.name) { $0.attribute(LinkAttribute.mtu, bridge.longestPacket) }
        try socket.perform(batch)
    }
}

extension Bridge {
    /// In bytes; as long as those of other links of Ethernet, if nobody said anything.
    fileprivate var longestPacket: UInt32 { UInt32(mtu ?? 1500) }
}

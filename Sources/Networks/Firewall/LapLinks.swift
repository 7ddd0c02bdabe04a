import Glibc
import LinuxSystem

/// A pair of links inside the host, by which the first packet to a published
/// port goes out and comes in anew, without the connection that it had
/// (`Firewall`).
enum LapLinks {
    /// Where copies of packets are sent to: by this link everybody is near.
    static func destination(_ family: FilterFamily) -> IPAddress {
        family == .ip6 ? .v6(0xfe80_0000_0000_0000_0000_0000_0000_0053) : .v4(0xa9fe_5302)
    }

    /// 169.254.83.1: without an address of its own a link takes in no packet of IPv4.
    private static let address = InterfaceAddress(.v4(0xa9fe_5301), prefixLength: 32)

    /// Both ends have the same one: what goes out at one is addressed to itself, and so to the other.
    private static let hardwareAddress = MACAddress(0x0253_6b69_6666)

    /// Makes the pair, and its way back, if they aren't there.
    /// - Returns: the index of the end that copies are sent to.
    static func ensure(_ names: HostNames) throws(NetworkError) -> UInt32 {
        do throws(SystemError) {
            let socket = try NetlinkSocket(.route)
            if let link = try socket.link(names.lap.start), link.isUp {
                try ensureWayBack(names, by: socket)
                return link.index
            }
            try make(names, by: socket)
            // Where packets come from is known by other links: is there a way back at all (rp_filter 2)?
            try KernelSetting.write("ipv4/conf/\(names.lap.end)/rp_filter", "2")
            for name in [names.lap.start, names.lap.end] {
                try KernelSetting.write("ipv6/conf/\(name)/accept_ra", "0")
            }
            let start = try socket.requireLink(names.lap.start)
            let end = try socket.requireLink(names.lap.end)
            var batch = NetlinkBatch()
            batch.addAddress(address, toLink: end.index, named: names.lap.end)
            // In this order: what is sent before its other end is up is lost until the kernel has noticed that.
            batch.setUp(names.lap.end)
            batch.setUp(names.lap.start)
            if KernelSetting.hasIPv6 {
                let one = Subnet(containing: destination(.ip6), prefixLength: 128)
                batch.addRoute(to: one, by: nil, link: start.index, named: names.lap.start)
            }
            try socket.perform(batch)
            try ensureWayBack(names, by: socket)
            return start.index
        } catch {
            throw NetworkError(error)
        }
    }

    static func remove(_ names: HostNames) throws(NetworkError) {
        try NetworkError.wrapping { () throws(SystemError) in
            let socket = try NetlinkSocket(.route)
            try LapMark(names).removeRules(by: socket)
            try socket.deleteLink(names.lap.start)
        }
    }

    private static func ensureWayBack(_ names: HostNames, by socket: borrowing NetlinkSocket) throws(SystemError) {
        try LapMark(names).ensureRoutes(link: socket.requireLink(names.lap.end).index, by: socket)
    }

    private static func make(_ names: HostNames, by socket: borrowing NetlinkSocket) throws(SystemError) {
        var batch = NetlinkBatch()
        batch.message(LinkMessage.newLink, [.create, .exclusive], "make", "the link \(names.lap.start)") { batch in
            writeEnd(names.lap.start, to: &batch)
            batch.nested(LinkAttribute.information) { batch in
                batch.attribute(LinkAttribute.kind, "veth")
                batch.nested(LinkAttribute.data) { batch in
                    let peer = 1
                    batch.nested(peer) { writeEnd(names.lap.end, to: &$0) }
                }
            }
        }
        do throws(SystemError) {
            try socket.perform(batch)
        } catch {
            // It is there, but down.
            if error.errno != EEXIST { throw error }
        }
    }

    /// An end that asks nobody for a hardware address.
    private static func writeEnd(_ name: String, to batch: inout NetlinkBatch) {
        let withoutResolution: UInt32 = 0x80  // IFF_NOARP
        batch.append(UInt32(0))
        batch.append(UInt32(0))
        batch.append(withoutResolution)
        batch.append(withoutResolution)
        batch.attribute(LinkAttribute.name, name)
        batch.attribute(LinkAttribute.hardwareAddress, hardwareAddress.bytes)
    }
}

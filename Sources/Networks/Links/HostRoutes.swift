import Glibc
import LinuxSystem

/// What the host reaches, by its own routing tables.
public enum HostRoutes {
    /// Every subnet that it has a route to, of both versions, default routes left
    /// out: what a new network must not overlap.
    public static func subnets() throws(NetworkError) -> [Subnet] {
        try all().compactMap { $0.subnet.prefixLength == 0 ? nil : $0.subnet }
    }

    /// The name of the link that its default route leaves by; the one with the
    /// lowest metric; version 4 first.
    public static func defaultLink() throws(NetworkError) -> String? {
        let routes = try all().filter { $0.subnet.prefixLength == 0 && $0.link != 0 && $0.isOfMainTable }
        guard
            let best = routes.min(by: {
                ($0.subnet.family == .v4 ? 0 : 1, $0.metric) < ($1.subnet.family == .v4 ? 0 : 1, $1.metric)
            })
        else { return nil }
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        guard if_indextoname(best.link, &name) != nil else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private struct Route {
        let subnet: Subnet
        let link: UInt32
        let metric: UInt64
        /// The table that is asked when no rule names another (ip-rule(8)).
        let isOfMainTable: Bool
    }

    private static func all() throws(NetworkError) -> [Route] {
        do throws(SystemError) {
            let socket = try NetlinkSocket(.route)
            return try routes(.v4, by: socket) + routes(.v6, by: socket)
        } catch {
            throw NetworkError(error)
        }
    }

    private static func routes(
        _ family: IPAddress.Family, by socket: borrowing NetlinkSocket
    ) throws(SystemError) -> [Route] {
        var question = NetlinkBatch()
        question.message(LinkMessage.getRoute, .dump, "read", "the host's routes") { batch in
            batch.append(family.number)
            for _ in 1..<12 { batch.append(UInt8(0)) }
        }
        return try socket.ask(question).compactMap { message in route(message, family) }
    }

    /// Local and broadcast addresses, and subnets that packets are only refused to, are none.
    private static func route(_ message: NetlinkMessage, _ family: IPAddress.Family) -> Route? {
        let (unicast, mainTable): (UInt8, UInt8) = (1, 254)
        let header = Array(message.payload.prefix(12))
        guard message.type == LinkMessage.newRoute, header.count == 12, header[0] == family.number,
            header[7] == unicast, header[1] <= family.bitCount
        else { return nil }
        let attributes = message.attributes(after: 12)
        let (destination, output, priority) = (1, 4, 6)
        let address = attributes.first(destination).flatMap { IPAddress(bytes: $0.value) } ?? IPAddress(0, family)
        return Route(
            subnet: Subnet(containing: address, prefixLength: Int(header[1])),
            link: UInt32(truncatingIfNeeded: attributes.first(output)?.number ?? 0),
            metric: attributes.first(priority)?.number ?? 0, isOfMainTable: header[4] == mainTable)
    }
}

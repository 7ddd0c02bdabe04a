import Glibc
import LinuxSystem

/// Makes the lap's end the link by which answers to its packets would leave, as far as others can tell.
///
/// Hosts drop what comes in by another link than an answer would leave by: firewalld's `IPv6_rpfilter`, nft(8)'s
/// `fib saddr . mark . iif oif missing`, iptables' `-m rpfilter --validmark`. They ask the routing tables by the
/// packet's source and its mark. So what comes in by the lap is marked before anybody asks, all that has this mark
/// is routed back by the lap's end, by a table of its own, and before it is routed itself the mark is gone.
struct LapMark {
    private let name: String
    /// The mark, and the number of the routing table.
    let number: UInt32

    init(_ names: HostNames) {
        name = names.lap.end
        // As long as nobody else has links of that prefix, nobody has the number; and it isn't one of the small
        // numbers, or single bits, that people and programs take.
        let letters = Array(names.linkPrefix.utf8.prefix(4))
        number = (letters + [UInt8](repeating: 0, count: 4 - letters.count)).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// In the packet filter's register.
    var bytes: [UInt8] { withUnsafeBytes(of: number) { Array($0) } }

    /// Makes the routes and the rules that lead to them, or finds them. A kernel that can't route by a mark has a
    /// host that doesn't ask by it.
    func ensureRoutes(link index: UInt32, by socket: borrowing NetlinkSocket) throws(SystemError) {
        for family in families where family == .v4 || KernelSetting.hasIPv6 {
            var batch = NetlinkBatch()
            route(family, link: index, to: &batch)
            try perform(batch, by: socket, tolerating: [])
            var rule = NetlinkBatch()
            self.rule(RuleMessage.new, [.create, .exclusive], "make", family, to: &rule)
            try perform(rule, by: socket, tolerating: [EEXIST, EOPNOTSUPP, EAFNOSUPPORT])
        }
    }

    /// Removes the rules; the routes go with the link.
    func removeRules(by socket: borrowing NetlinkSocket) throws(SystemError) {
        for family in families {
            var batch = NetlinkBatch()
            rule(RuleMessage.delete, [], "remove", family, to: &batch)
            try perform(batch, by: socket, tolerating: [ENOENT, EOPNOTSUPP, EAFNOSUPPORT])
        }
    }

    private var families: [IPAddress.Family] { KernelSetting.knowsIPv6 ? [.v4, .v6] : [.v4] }

    private func perform(
        _ batch: consuming NetlinkBatch, by socket: borrowing NetlinkSocket, tolerating errors: [CInt]
    ) throws(SystemError) {
        do throws(SystemError) {
            try socket.perform(batch)
        } catch {
            guard errors.contains(error.errno) else { throw error }
        }
    }

    /// <linux/fib_rules.h>
    private enum RuleMessage {
        static let new: UInt16 = 32
        static let delete: UInt16 = 33
    }

    /// `struct fib_rule_hdr` and what follows it.
    private func rule(
        _ type: UInt16, _ flags: NetlinkFlags, _ operation: String, _ family: IPAddress.Family,
        to batch: inout NetlinkBatch
    ) {
        batch.message(type, flags, operation, "the routing rule of packets by \(name)") { batch in
            let toTable: UInt8 = 1
            for byte in [family.number, 0, 0, 0, 0, 0, 0, toTable] { batch.append(byte) }
            batch.append(UInt32(0))
            let (mark, table, mask) = (10, 15, 16)
            batch.attribute(mark, number)
            batch.attribute(mask, UInt32.max)
            batch.attribute(table, number)
        }
    }

    /// To everybody, by the link.
    private func route(_ family: IPAddress.Family, link index: UInt32, to batch: inout NetlinkBatch) {
        batch.message(LinkMessage.newRoute, [.create, .replace], "add a route by", "the link \(name)") { batch in
            let (asAttribute, boot, ofLink, unicast): (UInt8, UInt8, UInt8, UInt8) = (0, 3, 253, 1)
            for byte in [family.number, 0, 0, 0, asAttribute, boot, ofLink, unicast] { batch.append(byte) }
            batch.append(UInt32(0))
            let (output, table) = (4, 15)
            batch.attribute(output, index)
            batch.attribute(table, number)
        }
    }
}

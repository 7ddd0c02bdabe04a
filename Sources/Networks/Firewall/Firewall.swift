import Glibc
import LinuxSystem

/// What the host's packet filter does for containers: it lets them reach the
/// world, keeps networks apart and the world out, and leads published ports to
/// them. All of it stands in two tables of the same name, one for IPv4 and one
/// for IPv6; no rule of anybody else is touched.
///
/// **The host's own rules count.** A packet from elsewhere to a published port
/// isn't translated when it comes in. It goes the way of a packet to a program of
/// the host, through all of the host's input rules, whoever wrote them; only what
/// they let pass comes to our chain, which stands behind them. That sends a copy
/// once around by a pair of links inside the host (`LapLinks`) and drops the
/// original. The copy comes in as a new packet by the pair's other end, where it
/// is translated. That is the first packet of a connection; those that follow
/// belong to a translated one and go straight on.
///
/// A table of family `inet` would do for both versions, but that has no `dup`.
///
/// It belongs to the calling thread's network namespace.
public struct Firewall: Sendable {
    let names: HostNames

    public init(_ names: HostNames) { self.names = names }

    /// The tables that this kernel can have.
    static func tables(_ name: String) -> [FilterTable] {
        KernelSetting.knowsIPv6 ? [FilterTable(.ip, name), FilterTable(.ip6, name)] : [FilterTable(.ip, name)]
    }

    var tables: [FilterTable] { Self.tables(names.table) }

    /// Changes when the rules do, so that those of an older Skiff are replaced.
    /// The rules name the link by its index.
    static func comment(lap index: UInt32) -> String {
        "Skiff's networks and published ports; rules 3, link \(index)"
    }

    /// Whether the tables are there, and made by this version.
    public func isThere() throws(NetworkError) -> Bool {
        let index = if_nametoindex(names.lap.start)
        guard index != 0 else { return false }
        let socket = try Self.open()
        for table in tables {
            let isThere = try Self.explaining { () throws(SystemError) in
                try table.isThere(comment: Self.comment(lap: index), by: socket)
            }
            guard isThere else { return false }
        }
        return true
    }

    /// Makes the tables anew, with these networks and these containers that run,
    /// all at once: when they aren't there, or somebody has removed them. Only
    /// one at a time may do it.
    public func build(bridges: [Bridge], containers: [ContainerNetwork]) throws(NetworkError) {
        let index = try LapLinks.ensure(names)
        var transaction = FilterTransaction()
        for table in tables {
            // Whether it is there or not: now it isn't.
            transaction.addTable(table, comment: "", isNew: false)
            transaction.deleteTable(table)
            addRules(to: &transaction, table, lap: index)
            for bridge in bridges { FirewallElements(of: bridge, table).add(to: &transaction, table) }
            for container in containers { FirewallElements(of: container, table).add(to: &transaction, table) }
        }
        try Self.commit(transaction)
    }

    /// Adds a network's bridge. One that is there already is no error.
    public func add(_ bridge: Bridge) throws(NetworkError) {
        var transaction = FilterTransaction()
        for table in tables { FirewallElements(of: bridge, table).add(to: &transaction, table) }
        try Self.commit(transaction)
    }

    /// Removes a network's bridge. One that isn't there is no error.
    public func remove(_ bridge: Bridge) throws(NetworkError) {
        let socket = try Self.open()
        for table in tables { try FirewallElements(of: bridge, table).removeWhatIsThere(table, by: socket) }
    }

    /// Removes all: the tables and the links that they need.
    public func remove() throws(NetworkError) {
        let socket = try Self.open()
        for table in tables {
            var transaction = FilterTransaction()
            transaction.deleteTable(table)
            do throws(SystemError) {
                try transaction.commit(by: socket)
            } catch {
                if error.errno != ENOENT { throw Self.explained(error) }
            }
        }
        try LapLinks.remove(names)
    }

    static func open() throws(NetworkError) -> NetlinkSocket {
        try explaining { () throws(SystemError) in try NetlinkSocket(.netfilter) }
    }

    static func commit(_ transaction: consuming FilterTransaction) throws(NetworkError) {
        let socket = try open()
        do throws(SystemError) { try transaction.commit(by: socket) } catch { throw explained(error) }
    }

    static func explaining<Value: ~Copyable>(
        _ body: () throws(SystemError) -> Value
    ) throws(NetworkError) -> Value {
        do throws(SystemError) { return try body() } catch { throw explained(error) }
    }

    /// What a kernel says that can't do it.
    static func explained(_ error: SystemError) -> NetworkError {
        switch error.errno {
        case EPROTONOSUPPORT, EAFNOSUPPORT, EOPNOTSUPP,
            EINVAL where error.operation == "begin to change":
            .refused("this kernel has no nftables (CONFIG_NF_TABLES): a container runs with '--network host' or 'none'")
        case ENOENT where error.operation == "make a rule of":
            .refused(
                "cannot make \(error.subject): this kernel lacks a part of nftables; it takes nft_ct, nft_dup_ipv4, "
                    + "nft_dup_ipv6, nft_fib, nft_masq and nft_nat")
        default: NetworkError(error)
        }
    }
}

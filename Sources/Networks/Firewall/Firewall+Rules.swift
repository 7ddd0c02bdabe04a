import LinuxSystem

/// The rules, which never change while containers come and go: those are
/// elements of the sets.
extension Firewall {
    enum SetName {
        static let bridges = "bridges"
        static let bridged = "bridged"
        static let isInternal = "internal"
        static let masquerading = "masquerading"
        static let subnets = "subnets"
        static let published = "published"
        static let publishedAt = "published_at"
        static let lap = "lap"
        static let lapAt = "lap_at"
    }

    /// All of one table.
    func addRules(to transaction: inout FilterTransaction, _ table: FilterTable, lap index: UInt32) {
        transaction.addTable(table, comment: Self.comment(lap: index))
        for set in Self.sets(table.family) { transaction.addSet(set, to: table) }
        addMark(to: &transaction, table)
        if table.family == .ip { addLoopbackGuard(to: &transaction, table) }
        addTranslation(to: &transaction, table)
        addInput(to: &transaction, table, lap: index)
        addForward(to: &transaction, table)
        addMasquerading(to: &transaction, table)
    }

    private static func sets(_ family: FilterFamily) -> [FilterSet] {
        let address: FilterSet.Field = family == .ip ? .ipv4Address : .ipv6Address
        let port: [FilterSet.Field] = [.transport, .port]
        let target: [FilterSet.Field] = [address, .port]
        return [
            FilterSet(SetName.bridges, [.linkName], comment: "all bridges of Skiff's networks"),
            FilterSet(SetName.bridged, [.linkName, .linkName], comment: "whose containers reach each other"),
            FilterSet(SetName.isInternal, [.linkName], comment: "cut off from everything else"),
            FilterSet(SetName.masquerading, [.linkName], comment: "what leaves has the host's address"),
            FilterSet(SetName.subnets, [address, .linkName], hasRanges: true, comment: "which subnet is behind which"),
            FilterSet(SetName.published, port, data: target, comment: "ports of every address of the host"),
            FilterSet(
                SetName.publishedAt, [address] + port, data: target, comment: "ports of one address of the host"),
            FilterSet(SetName.lap, port, comment: "the same ports, on their way through the host's input rules"),
            FilterSet(SetName.lapAt, [address] + port, comment: "the same, of one address"),
        ]
    }

    /// Before and behind everything that nft(8) has names for: see `LapMark`.
    private func addMark(to transaction: inout FilterTransaction, _ table: FilterTable) {
        for (chain, priority, mark, comment): (String, Int32, [UInt8], String) in [
            ("arrival", -450, LapMark(names).bytes, "for those who ask where packets come from"),
            ("departure", 350, [0, 0, 0, 0], "they have asked"),
        ] {
            transaction.addChain(
                chain, type: .filter, hook: .prerouting, priority: priority, to: table, comment: "the lap's mark")
            transaction.addRule(
                to: chain, of: table, comment: comment,
                [
                    .meta(.inputName, into: 0), .equal(0, FilterElement.bytes(ofLink: names.lap.end)),
                    .load(mark, into: 0), .setMark(from: 0),
                ])
        }
    }

    /// Nobody but the host itself has to do with 127.0.0.0/8, although bridges route it (CVE-2020-8558).
    private func addLoopbackGuard(to transaction: inout FilterTransaction, _ table: FilterTable) {
        let chain = "raw"
        transaction.addChain(
            chain, type: .filter, hook: .prerouting, priority: -300, to: table,
            comment: "before connections are known")
        for (offset, comment): (UInt32, String) in [
            (16, "to the host's own loopback addresses"), (12, "from such an address"),
        ] {
            transaction.addRule(
                to: chain, of: table, comment: comment,
                [
                    .meta(.inputName, into: 0), .isIn(SetName.bridges, 0),
                    .payload(.network, offset: offset, length: 1, into: 0), .equal(0, [127]), .drop,
                ])
        }
    }

    /// Published ports: for what has made its lap, and for the host's own packets.
    private func addTranslation(to transaction: inout FilterTransaction, _ table: FilterTable) {
        let fromLap: [FilterExpression] = [
            .meta(.inputName, into: 0), .equal(0, FilterElement.bytes(ofLink: names.lap.end)),
        ]
        let local: UInt32 = 2
        var fromHost: [FilterExpression] = [
            .destinationType(into: 0), .equal(0, withUnsafeBytes(of: local) { Array($0) }),
        ]
        if table.family == .ip6 {
            // What comes from ::1 never leaves the host, so it is refused at once instead.
            let address = FilterPlace.destination(.ip6)
            fromHost += [address.load(into: 0), .notEqual(0, IPAddress.v6(1).bytes)]
        }
        for (chain, hook, start, comment): (String, FilterHook, [FilterExpression], String) in [
            ("prerouting", .prerouting, fromLap, "what the host's input rules have let pass"),
            ("output", .output, fromHost, "the host's own programs"),
        ] {
            transaction.addChain(chain, type: .nat, hook: hook, priority: -100, to: table, comment: comment)
            transaction.addRule(
                to: chain, of: table, comment: "published at one address",
                start + FilterPlace.addressAndPort(table.family)
                    + [.translated(by: SetName.publishedAt, 0)] + Self.destination(table.family))
            transaction.addRule(
                to: chain, of: table, comment: "published at all addresses",
                start + FilterPlace.port(from: 0)
                    + [.translated(by: SetName.published, 0)] + Self.destination(table.family))
        }
    }

    private static func destination(_ family: FilterFamily) -> [FilterExpression] {
        [.destination(address: 0, port: family == .ip ? 1 : 4)]
    }

    /// Behind the host's rules, whatever their priority (usually 0).
    private func addInput(to transaction: inout FilterTransaction, _ table: FilterTable, lap index: UInt32) {
        let chain = "input"
        transaction.addChain(
            chain, type: .filter, hook: .input, priority: 300, to: table,
            comment: "to published ports: the host's own rules have come first")
        transaction.addRule(
            to: chain, of: table, comment: "not published any more",
            [.meta(.inputName, into: 0), .equal(0, FilterElement.bytes(ofLink: names.lap.end)), .drop])
        // Its packets to published ports were translated when they were sent. Of those from ::1, which aren't, nobody
        // would ever hear again.
        transaction.addRule(
            to: chain, of: table, comment: "from the host itself",
            [.meta(.inputName, into: 0), .equal(0, FilterElement.bytes(ofLink: "lo")), .accept])
        let family = table.family
        let sendAround: [FilterExpression] = [
            .load(LapLinks.destination(family).bytes, into: 0),
            .load(withUnsafeBytes(of: index) { Array($0) }, into: 4), .duplicate(address: 0, link: 4), .drop,
        ]
        transaction.addRule(
            to: chain, of: table, comment: "once around, to be translated",
            FilterPlace.addressAndPort(family) + [.isIn(SetName.lapAt, 0)] + sendAround)
        transaction.addRule(
            to: chain, of: table, comment: "once around, to be translated",
            FilterPlace.port(from: 0) + [.isIn(SetName.lap, 0)] + sendAround)
    }

    /// Between links.
    private func addForward(to transaction: inout FilterTransaction, _ table: FilterTable) {
        let chain = "forward"
        transaction.addChain(
            chain, type: .filter, hook: .forward, priority: 0, to: table, comment: "to and from containers")
        let (establishedOrRelated, translated): (UInt32, UInt32) = (0x6, 0x20)
        let input = FilterExpression.meta(.inputName, into: 0)
        let output = FilterExpression.meta(.outputName, into: 0)
        let rules: [(String, [FilterExpression])] = [
            ("answers", [.connection(.state, into: 0), .anyBit(0, of: establishedOrRelated), .accept]),
            (
                "within a network, when bridges filter",
                [input, .meta(.outputName, into: 4), .isIn(SetName.bridged, 0), .accept]
            ),
            ("internal networks", [input, .isIn(SetName.isInternal, 0), .drop]),
            ("internal networks", [output, .isIn(SetName.isInternal, 0), .drop]),
            (
                "published ports",
                [
                    output, .isIn(SetName.bridges, 0), .connection(.status, into: 0), .anyBit(0, of: translated),
                    .accept,
                ]
            ),
            ("everybody else, and other networks", [output, .isIn(SetName.bridges, 0), .drop]),
        ]
        for (comment, expressions) in rules {
            transaction.addRule(to: chain, of: table, comment: comment, expressions)
        }
    }

    private func addMasquerading(to transaction: inout FilterTransaction, _ table: FilterTable) {
        let chain = "postrouting"
        transaction.addChain(
            chain, type: .nat, hook: .postrouting, priority: 100, to: table, comment: "the source of what leaves")
        let output = FilterExpression.meta(.outputName, into: 0)
        if table.family == .ip {
            transaction.addRule(
                to: chain, of: table, comment: "from the host by 127.0.0.1",
                [
                    .payload(.network, offset: 12, length: 1, into: 0), .equal(0, [127]), output,
                    .isIn(SetName.bridges, 0), .masquerade,
                ])
        }
        let source = FilterPlace.source(table.family)
        transaction.addRule(
            to: chain, of: table, comment: "back into its own network by a published port",
            [
                source.load(into: 0), .meta(.outputName, into: source.length / 4), .isIn(SetName.subnets, 0),
                .connection(.status, into: 0), .anyBit(0, of: 0x20), .masquerade,
            ])
        transaction.addRule(
            to: chain, of: table, comment: "to the world",
            [
                .meta(.inputName, into: 0), .isIn(SetName.masquerading, 0), output, .isNotIn(SetName.bridges, 0),
                .masquerade,
            ])
    }
}

/// A place in a packet.
struct FilterPlace {
    let header: PacketHeader
    let offset: UInt32
    let length: UInt32

    static func source(_ family: FilterFamily) -> FilterPlace {
        family == .ip
            ? FilterPlace(header: .network, offset: 12, length: 4)
            : FilterPlace(header: .network, offset: 8, length: 16)
    }

    static func destination(_ family: FilterFamily) -> FilterPlace {
        family == .ip
            ? FilterPlace(header: .network, offset: 16, length: 4)
            : FilterPlace(header: .network, offset: 24, length: 16)
    }

    func load(into register: UInt32) -> FilterExpression {
        .payload(header, offset: offset, length: length, into: register)
    }

    /// Transport protocol and destination port, in two registers. All three protocols have the port there.
    static func port(from register: UInt32) -> [FilterExpression] {
        [
            .meta(.protocolNumber, into: register),
            .payload(.transport, offset: 2, length: 2, into: register + 1),
        ]
    }

    /// Destination address, transport protocol, port, from the first register on.
    static func addressAndPort(_ family: FilterFamily) -> [FilterExpression] {
        let address = destination(family)
        return [address.load(into: 0)] + port(from: address.length / 4)
    }
}

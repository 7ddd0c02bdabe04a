import LinuxSystem

/// The rules by which packets come to published ports: once around the lap, so
/// that the host's own rules are asked before anything is translated.
extension Firewall {
    /// Before and behind everything that nft(8) has names for: see `LapMark`.
    func addMark(to transaction: inout FilterTransaction, _ table: FilterTable) {
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

    /// Published ports: for what has made its lap, and for the host's own packets.
    func addTranslation(to transaction: inout FilterTransaction, _ table: FilterTable) {
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

    /// The address and the port that the set has answered, in registers as its data type orders them.
    private static func destination(_ family: FilterFamily) -> [FilterExpression] {
        [.destination(address: 0, port: family == .ip ? 1 : 4)]
    }

    /// Behind the host's rules, whatever their priority (usually 0).
    func addInput(to transaction: inout FilterTransaction, _ table: FilterTable, lap index: UInt32) {
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
}

import LinuxSystem

/// The rules, which never change while containers come and go: those are
/// elements of the sets.
extension Firewall {
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

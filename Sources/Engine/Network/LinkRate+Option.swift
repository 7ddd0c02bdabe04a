import Networks

extension LinkRate {
    /// `--network-rate`: `in=RATE`, `out=RATE` or both, or one rate for both ways, as tc(8) writes them.
    /// `none` is zero here: no limit from now on.
    public init(parsing text: String) throws(InvalidOption) {
        self.init()
        let fields = try CommaSeparated(parsing: text).fields
        if fields.count == 1, !fields[0].contains("=") {
            incoming = try Self.rate(parsing: fields[0])
            outgoing = incoming
            return
        }
        for field in fields {
            let pair = try KeyValue(parsing: field)
            switch pair.key {
            case "in": incoming = try Self.rate(parsing: pair.value)
            case "out": outgoing = try Self.rate(parsing: pair.value)
            default: throw InvalidOption("must be in=RATE, out=RATE or both, such as in=10mbit,out=5mbit")
            }
        }
    }

    private static func rate(parsing text: String) throws(InvalidOption) -> UInt64 {
        if text == "none" { return 0 }
        let units: [(String, Double)] = [("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9), ("bit", 1)]
        let (suffix, factor) = units.first { text.lowercased().hasSuffix($0.0) } ?? ("", 0)
        let digits = text.dropLast(suffix.utf8.count)
        guard factor > 0, !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2e }),
            let number = Double(String(digits)), number.isFinite
        else {
            throw InvalidOption("\"\(text)\" is no rate: give bits a second as 500kbit, 10mbit or 1.5gbit, or none")
        }
        let rate = (number * factor).rounded()
        guard rate >= Double(range.lowerBound), rate <= Double(range.upperBound) else {
            throw InvalidOption("a rate is from 1kbit to 1000gbit, and \"\(text)\" isn't")
        }
        return UInt64(rate)
    }

    /// What holds when this is asked for besides; what it doesn't name stays. `nil`: nothing is limited.
    static func changed(_ old: LinkRate?, by new: LinkRate?) -> LinkRate? {
        let way: (KeyPath<LinkRate, UInt64?>) -> UInt64? = { path in
            let rate = new?[keyPath: path] ?? old?[keyPath: path]
            return rate == 0 ? nil : rate
        }
        let rate = LinkRate(incoming: way(\.incoming), outgoing: way(\.outgoing))
        return rate.isEmpty ? nil : rate
    }
}

extension NetworkOptions {
    /// Refuses a rate where there is no link that could keep it.
    func checkRate(_ mode: NetworkMode) throws(EngineError) {
        guard rate != nil, connections.isEmpty else { return }
        throw EngineError(
            .conflict,
            "--network-rate needs a network with links of the container's own: with --network \(mode.rawValue) "
                + "it has none")
    }
}

extension Engine {
    /// Changes the rates of a container that runs.
    func applyRate(of record: ContainerRecord, to container: Container) throws {
        let rate = record.settings.networks.rate
        try changeNetwork(of: container, to: record, verb: "update") { document in
            for index in document.attachments.indices {
                let attachment = document.attachments[index]
                try requireRate(rate, of: attachment.kind, in: attachment.networkName ?? attachment.network)
                document.attachments[index].rate = rate
            }
        }
    }

    /// Refuses a rate in a network whose links can't keep one.
    func requireRate(_ rate: LinkRate?, of kind: NetworkAttachment.Kind, in network: String) throws(EngineError) {
        guard rate != nil, case .macvlan = kind else { return }
        throw EngineError(
            .conflict,
            "--network-rate can't be kept in network \(network): a link of driver macvlan has no end on the host")
    }
}

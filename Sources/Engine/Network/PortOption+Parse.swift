import Networks

extension PortOption {
    /// `--publish`: `[[ADDRESS:][HOSTPORT[-END]]:]PORT[-END][/PROTOCOL]`, Docker's grammar. A range of the container's
    /// becomes an option for each; one port with a range of the host's gets a free one of that.
    public static func all(parsing text: String) throws(InvalidOption) -> [PortOption] {
        if text.contains("=") { return try all(fields: CommaSeparated(parsing: text).fields) }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let transport = try transport(parts.count > 1 ? parts[1] : "tcp")
        let (address, rest) = try splitAddress(parts[0])
        let ports = rest.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(ports.count), address == nil || ports.count == 2 else {
            throw InvalidOption(
                "\"\(text)\" is no port: write PORT, HOSTPORT:PORT or ADDRESS:HOSTPORT:PORT, an address of version 6 in []"
            )
        }
        let host = ports.count == 2 && !ports[0].isEmpty ? try ContainerPort.range(ports[0]) : nil
        return try all(container: try ContainerPort.range(ports[ports.count - 1]), host: host) { container, host in
            PortOption(transport: transport, hostAddress: address, hostPorts: host, containerPort: container)
        }
    }

    /// Docker's long form: `target=80,published=8080,protocol=tcp`.
    private static func all(fields: [String]) throws(InvalidOption) -> [PortOption] {
        var (container, host): (ClosedRange<UInt16>?, ClosedRange<UInt16>?)
        var kind = PortMapping.Transport.tcp
        for field in fields {
            let pair = try KeyValue(parsing: field)
            switch pair.key {
            case "target": container = try ContainerPort.range(pair.value)
            case "published": host = try ContainerPort.range(pair.value)
            case "protocol": kind = try transport(pair.value)
            // Of a swarm; here every port is the host's.
            case "mode": if pair.value != "host" { throw InvalidOption("the only mode is host") }
            default: throw InvalidOption("unknown field \(pair.key); there are target, published, protocol and mode")
            }
        }
        guard let container else { throw InvalidOption("target=PORT is missing") }
        let transport = kind
        return try all(container: container, host: host) { container, host in
            PortOption(transport: transport, hostPorts: host, containerPort: container)
        }
    }

    private static func all(
        container: ClosedRange<UInt16>, host: ClosedRange<UInt16>?,
        _ make: (UInt16, ClosedRange<UInt16>?) -> PortOption
    ) throws(InvalidOption) -> [PortOption] {
        guard let host, host.count != 1 || container.count != 1 else { return container.map { make($0, host) } }
        if container.count == 1 { return [make(container.lowerBound, host)] }
        guard host.count == container.count else {
            throw InvalidOption(
                "the ranges \(host.text) and \(container.text) have \(host.count) and \(container.count) ports: give as "
                    + "many of each")
        }
        return container.enumerated().map { index, port in
            let chosen = host.lowerBound + UInt16(index)
            return make(port, chosen...chosen)
        }
    }

    static func transport(_ text: String) throws(InvalidOption) -> PortMapping.Transport {
        guard let transport = PortMapping.Transport(rawValue: text.lowercased()) else {
            throw InvalidOption("invalid proto: \"\(text)\": it must be tcp, udp or sctp")
        }
        return transport
    }

    /// The address before the last colons, or none.
    private static func splitAddress(_ text: String) throws(InvalidOption) -> (IPAddress?, String) {
        let name: String
        let rest: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"), text[end...].dropFirst().first == ":" else {
                throw InvalidOption("\"\(text)\": an address in [] ends with ]:")
            }
            name = String(text[..<end].dropFirst())
            rest = text[end...].dropFirst(2)
        } else {
            let colons = text.indices.filter { text[$0] == ":" }
            guard colons.count >= 2 else { return (nil, text) }
            let cut = colons[colons.count - 2]
            name = String(text[..<cut])
            rest = text[cut...].dropFirst()
        }
        if name.isEmpty { return (nil, String(rest)) }
        guard let address = IPAddress(parsing: name) else {
            throw InvalidOption("\"\(name)\" is no address of this host: write one as 127.0.0.1 or [::1]")
        }
        // Docker's users write it for all of version 4; a missing one means both versions.
        return (address, String(rest))
    }
}

extension ContainerPort {
    /// `--expose`, and what images say: `PORT[-END][/PROTOCOL]`.
    public static func all(parsing text: String) throws(InvalidOption) -> [ContainerPort] {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let transport = try PortOption.transport(parts.count > 1 ? parts[1] : "tcp")
        return try range(parts[0]).map { ContainerPort(number: $0, transport: transport) }
    }

    /// `80`, `8000-8010`.
    static func range(_ text: String) throws(InvalidOption) -> ClosedRange<UInt16> {
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(bounds.count) else { throw InvalidOption("\"\(text)\" is no range of ports") }
        let first = try number(bounds[0])
        let last = bounds.count == 2 ? try number(bounds[1]) : first
        guard first <= last else { throw InvalidOption("the range of ports \(text) ends before it begins") }
        return first...last
    }

    private static func number(_ text: Substring) throws(InvalidOption) -> UInt16 {
        guard let number = UInt16(text), number > 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw InvalidOption("\"\(text)\" is no port: it must be a number from 1 to 65535")
        }
        return number
    }
}

import Networks

/// A port of a running container, as lists show it.
public struct ListedPort: Hashable, Sendable {
    public let port: ContainerPort
    /// Where on the host it is published; `nil`: nowhere.
    public let host: HostPort?

    /// An address of the host with a port.
    public struct HostPort: Hashable, Sendable, CustomStringConvertible {
        public let address: IPAddress
        public let number: UInt16

        /// `0.0.0.0:8080`, `[::]:8080`.
        public var description: String { address.family == .v6 ? "[\(address)]:\(number)" : "\(address):\(number)" }
    }
}

extension ListedPort {
    /// Those of a container: what is published, at each address, and what is exposed only. A port that leads nowhere,
    /// because the container has no address of that version, or no link any more, isn't published.
    static func all(_ network: ContainerNetwork?, exposed: [ContainerPort]) -> [ListedPort] {
        let versions = [IPAddress.Family.v4, .v6].filter { family in
            network?.target(family) != nil && (family == .v4 || HostNetwork.hasVersion6)
        }
        return all(network?.ports ?? [], exposed: exposed, versions: versions)
    }

    /// - Parameter versions: those by which the container is reached.
    static func all(
        _ mappings: [PortMapping], exposed: [ContainerPort], versions: [IPAddress.Family]
    ) -> [ListedPort] {
        var ports = [ListedPort]()
        for mapping in mappings {
            let port = ContainerPort(number: mapping.containerPort, transport: mapping.transport)
            // Docker's two lines for "every address".
            let addresses = (mapping.hostAddress.map { [$0] } ?? [.v4(0), .v6(0)])
            ports += addresses.filter { versions.contains($0.family) }.map {
                ListedPort(port: port, host: HostPort(address: $0, number: mapping.hostPort))
            }
        }
        let published = Set(ports.map(\.port))
        return ports + exposed.filter { !published.contains($0) }.map { ListedPort(port: $0, host: nil) }
    }
}

extension [ListedPort] {
    /// `0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, 443/tcp`: Docker's text, with its order. Neighbours that have the
    /// same numbers outside as inside become a range.
    public var text: String {
        var (groups, finished, mapped): ([PortGroup], [String], [String]) = ([], [], [])
        for listed in inDockersOrder {
            let (number, transport) = (listed.port.number, listed.port.transport.rawValue)
            if let host = listed.host, host.number != number {
                mapped.append("\(host)->\(number)/\(transport)")
                continue
            }
            let address = listed.host?.address
            let new = PortGroup(host: address, transport: transport, first: number, last: number)
            guard let index = groups.firstIndex(where: { $0.host == address && $0.transport == transport }) else {
                groups.append(new)
                continue
            }
            if Int(number) == Int(groups[index].last) + 1 {
                groups[index].last = number
            } else {
                finished.append(groups[index].text)
                groups[index] = new
            }
        }
        return (finished + groups.map(\.text) + mapped).joined(separator: ", ")
    }

    private var inDockersOrder: [ListedPort] {
        let key: (ListedPort) -> (UInt16, String, UInt16, String) = { port in
            (
                port.port.number, port.host.map { "\($0.address)" } ?? "", port.host?.number ?? 0,
                port.port.transport.rawValue
            )
        }
        return sorted { key($0) < key($1) }
    }
}

/// Neighbouring ports with the same numbers outside as inside, or exposed only.
private struct PortGroup {
    let host: IPAddress?
    let transport: String
    let first: UInt16
    var last: UInt16

    var text: String {
        let range = first == last ? "\(first)" : "\(first)-\(last)"
        guard let host else { return "\(range)/\(transport)" }
        let address = host.family == .v6 ? "[\(host)]" : "\(host)"
        return "\(address):\(range)->\(range)/\(transport)"
    }
}

extension Engine {
    /// The ports of a running container; none of one that doesn't run.
    /// - Parameter port: `80`, `80/udp`; `nil`: all.
    public func publishedPorts(of reference: String, _ port: String? = nil) throws -> [ListedPort] {
        let container = try listed(reference)
        let asked: ContainerPort?
        do throws(InvalidOption) {
            asked = try port.map { text throws(InvalidOption) in try ContainerPort.all(parsing: text)[0] }
        } catch {
            throw EngineError(.invalid, "\(error)")
        }
        let network = container.status.isRunning ? try containerNetwork(of: container.id) : nil
        let ports = ListedPort.all(network, exposed: [])
        guard let asked else {
            return ports.sorted { ($0.port, $0.host?.address ?? .v4(0)) < ($1.port, $1.host?.address ?? .v4(0)) }
        }
        let found = ports.filter { $0.port == asked }
        guard !found.isEmpty else {
            throw EngineError(.notFound, "no public port '\(asked)' published for \(container.name)")
        }
        return found
    }
}

import Glibc
import LinuxSystem

/// What one network, or one container, has in the sets of one of the tables.
struct FirewallElements: Sendable {
    private var sets: [(name: String, elements: [FilterElement])] = []

    /// A network's.
    init(of bridge: Bridge, _ table: FilterTable) {
        let name = FilterElement.bytes(ofLink: bridge.name)
        add(key: name, to: Firewall.SetName.bridges)
        if bridge.connectsContainers { add(key: name + name, to: Firewall.SetName.bridged) }
        if bridge.isInternal {
            add(key: name, to: Firewall.SetName.isInternal)
        } else if bridge.masquerades {
            add(key: name, to: Firewall.SetName.masquerading)
        }
        for gateway in bridge.gateways where gateway.address.family == table.family.addresses {
            var element = FilterElement()
            element.key = gateway.subnet.address.bytes + name
            element.end = gateway.subnet.last.bytes + name
            sets.append((Firewall.SetName.subnets, [element]))
        }
    }

    /// A container's: its ports.
    init(of container: ContainerNetwork, _ table: FilterTable) {
        self.init(container.ports, to: container.target(table.family.addresses), table)
    }

    init(_ ports: [PortMapping], to target: IPAddress?, _ table: FilterTable) {
        guard let target, !ports.isEmpty else { return }
        var (published, publishedAt, lap, lapAt): ([FilterElement], [FilterElement], [FilterElement], [FilterElement]) =
            ([], [], [], [])
        for mapping in ports {
            var element = FilterElement()
            element.data = target.bytes + FilterElement.padded(FilterElement.bytes(ofPort: mapping.containerPort))
            let port =
                FilterElement.padded([mapping.transport.number])
                + FilterElement.padded(FilterElement.bytes(ofPort: mapping.hostPort))
            if let address = mapping.hostAddress {
                guard address.family == target.family else { continue }
                element.key = address.isUnspecified ? port : address.bytes + port
            } else {
                element.key = port
            }
            var passing = FilterElement()
            passing.key = element.key
            if mapping.hostAddress?.isUnspecified ?? true {
                published.append(element)
                lap.append(passing)
            } else {
                publishedAt.append(element)
                lapAt.append(passing)
            }
        }
        sets = [
            (Firewall.SetName.published, published), (Firewall.SetName.publishedAt, publishedAt),
            (Firewall.SetName.lap, lap), (Firewall.SetName.lapAt, lapAt),
        ].filter { !$0.elements.isEmpty }
    }

    private mutating func add(key: [UInt8], to set: String) {
        var element = FilterElement()
        element.key = key
        sets.append((set, [element]))
    }

    var isEmpty: Bool { sets.isEmpty }

    /// What is there already, and the same, is no error; EBUSY: a port leads elsewhere.
    func add(to transaction: inout FilterTransaction, _ table: FilterTable) {
        for set in sets { transaction.addElements(set.elements, to: set.name, of: table) }
    }

    /// ENOENT: one of them is not there.
    func remove(by transaction: inout FilterTransaction, _ table: FilterTable) {
        for set in sets { transaction.deleteElements(set.elements, of: set.name, of: table) }
    }

    /// Removes them; one by one when they aren't all there.
    func removeWhatIsThere(_ table: FilterTable, by socket: borrowing NetlinkSocket) throws(NetworkError) {
        guard !isEmpty else { return }
        var all = FilterTransaction()
        remove(by: &all, table)
        do throws(SystemError) {
            return try all.commit(by: socket)
        } catch {
            guard error.errno == ENOENT else { throw Firewall.explained(error) }
        }
        for set in sets {
            for element in set.elements {
                var single = FilterTransaction()
                single.deleteElements([element], of: set.name, of: table)
                do throws(SystemError) {
                    try single.commit(by: socket)
                } catch {
                    guard error.errno == ENOENT else { throw Firewall.explained(error) }
                }
            }
        }
    }
}

extension FilterFamily {
    /// The version whose addresses it has.
    var addresses: IPAddress.Family { self == .ip6 ? .v6 : .v4 }
}

extension PortMapping.Transport {
    /// Its number in a packet (protocols(5)).
    public var number: UInt8 {
        switch self {
        case .tcp: 6
        case .udp: 17
        case .sctp: 132
        }
    }
}

import Glibc
import LinuxSystem

/// The published ports in the firewall's tables: the supervisor's side of it.
/// Who publishes one holds it (`PortHold`), so what is found in its place is
/// left over from somebody who is gone.
public struct PortTable: Sendable {
    private let tables: [FilterTable]

    /// - Parameter table: the tables' name (`HostNames`).
    public init(_ table: String) { tables = Firewall.tables(table) }

    /// Leads the ports to the container. Tables that are not there are no error: who makes them
    /// anew adds all containers that run (`Firewall.build`).
    public func publish(_ ports: [PortMapping], of container: ContainerNetwork) throws(NetworkError) {
        guard !ports.isEmpty else { return }
        do {
            try add(ports, of: container)
        } catch {
            guard case .system(let error) = error else { throw error }
            switch error.errno {
            case ENOENT: break
            case EBUSY, EEXIST:
                try remove(ports, of: container)
                try add(ports, of: container)
            default: throw .system(error)
            }
        }
        ConnectionTracking.forget(ports)
    }

    /// Leads them there no longer. What isn't there is no error.
    public func unpublish(_ ports: [PortMapping], of container: ContainerNetwork) throws(NetworkError) {
        guard !ports.isEmpty else { return }
        try remove(ports, of: container)
        ConnectionTracking.forget(ports)
    }

    private func add(_ ports: [PortMapping], of container: ContainerNetwork) throws(NetworkError) {
        var transaction = FilterTransaction()
        for table in tables {
            FirewallElements(ports, to: container.target(table.family.addresses), table).add(to: &transaction, table)
        }
        try Firewall.commit(transaction)
    }

    private func remove(_ ports: [PortMapping], of container: ContainerNetwork) throws(NetworkError) {
        for table in tables {
            try FirewallElements(ports, to: container.target(table.family.addresses), table).removeWhatIsThere(table)
        }
    }
}

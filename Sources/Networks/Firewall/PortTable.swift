import Glibc
import LinuxSystem

/// The published ports in the firewall's tables: the supervisor's side of it.
/// Who publishes one holds it (`PortHold`), so what is found in its place is
/// left over from somebody who is gone.
public final class PortTable {
    private let tables: [FilterTable]
    /// Closing it would wait for what the packet filter has still to tidy up, which takes that milliseconds (an RCU
    /// grace period): so who has more to do keeps this.
    private var socket: NetlinkSocket?

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
        socket?.forget(ports)
    }

    /// Leads them there no longer. What isn't there is no error.
    public func unpublish(_ ports: [PortMapping], of container: ContainerNetwork) throws(NetworkError) {
        guard !ports.isEmpty else { return }
        try remove(ports, of: container)
        socket?.forget(ports)
    }

    private func add(_ ports: [PortMapping], of container: ContainerNetwork) throws(NetworkError) {
        var transaction = FilterTransaction()
        for table in tables {
            FirewallElements(ports, to: container.target(table.family.addresses), table).add(to: &transaction, table)
        }
        try open()
        do throws(SystemError) { try socket?.commit(transaction) } catch { throw Firewall.explained(error) }
    }

    private func remove(_ ports: [PortMapping], of container: ContainerNetwork) throws(NetworkError) {
        try open()
        for table in tables {
            let elements = FirewallElements(ports, to: container.target(table.family.addresses), table)
            try socket?.remove(elements, table)
        }
    }

    private func open() throws(NetworkError) {
        if socket == nil { socket = .some(try Firewall.open()) }
    }
}

extension NetlinkSocket {
    fileprivate func forget(_ ports: [PortMapping]) { ConnectionTracking.forget(ports, by: self) }

    fileprivate func commit(_ transaction: consuming FilterTransaction) throws(SystemError) {
        try transaction.commit(by: self)
    }

    fileprivate func remove(_ elements: FirewallElements, _ table: FilterTable) throws(NetworkError) {
        try elements.removeWhatIsThere(table, by: self)
    }
}

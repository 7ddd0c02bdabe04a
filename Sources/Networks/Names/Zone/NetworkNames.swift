import LinuxSystem

/// The zone of one of a container's networks, and what the network is called:
/// `web` and `web.NETWORK` are the same there.
public final class NetworkNames: Sendable {
    private let zone: Zone
    /// In lower case; `nil`: it has no name that can be asked for.
    private let networkName: String?

    /// - Parameter networkName: as its user wrote it.
    public init(_ zone: consuming Zone, networkName: String?) {
        self.zone = zone
        let name = networkName?.lowercased()
        self.networkName = name.flatMap { Zone.isName($0) ? $0 : nil }
    }

    /// As `Zone.addresses(of:)`.
    public func addresses(of name: String) throws(SystemError) -> [IPAddress]? {
        if let addresses = try zone.addresses(of: name) { return addresses }
        guard let networkName, name.hasSuffix(".\(networkName)") else { return nil }
        return try zone.addresses(of: String(name.dropLast(networkName.count + 1)))
    }

    /// As `Zone.name(of:)`, with the network's.
    public func name(of address: IPAddress) throws(SystemError) -> String? {
        guard let name = try zone.name(of: address) else { return nil }
        return networkName.map { "\(name).\($0)" } ?? name
    }
}

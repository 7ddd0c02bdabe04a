import CShim
import Glibc

/// An address with a port, such as a server is reached at.
public struct Endpoint: Hashable, Sendable {
    public var address: IPAddress
    public var port: UInt16
    /// The index of the link that a link-local address of version 6 is of; otherwise 0 (ipv6(7)).
    public var scope: Int

    public init(_ address: IPAddress, port: UInt16, scope: Int = 0) {
        self.address = address
        self.port = port
        self.scope = scope
    }

    init(_ endpoint: skiff_endpoint) {
        let value = UInt128(endpoint.high) << 64 | UInt128(endpoint.low)
        self.init(IPAddress(value, endpoint.is_v6 ? .v6 : .v4), port: endpoint.port, scope: Int(endpoint.scope))
    }

    var encoded: skiff_endpoint {
        skiff_endpoint(
            is_v6: address.family == .v6, port: port, scope: UInt32(truncatingIfNeeded: scope),
            high: UInt64(truncatingIfNeeded: address.value >> 64), low: UInt64(truncatingIfNeeded: address.value))
    }
}

extension Endpoint: CustomStringConvertible {
    public var description: String { address.family == .v6 ? "[\(address)]:\(port)" : "\(address):\(port)" }
}

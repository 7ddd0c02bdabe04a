import Glibc
import LinuxSystem

/// Ports of the host that are kept for a container as long as this lives: no
/// other program gets them, and one that another program has is noticed before
/// the container starts. Nothing is ever received by these sockets; packets are
/// translated before they come to one (`Firewall`).
public struct PortHold: ~Copyable {
    private var sockets = DescriptorList()
    /// What is held.
    public private(set) var ports: [PortMapping] = []

    public init() {}

    /// Keeps these ports too: all of them, or none.
    public mutating func add(_ ports: [PortMapping]) throws(NetworkError) {
        var added = DescriptorList()
        for mapping in ports {
            do throws(SystemError) {
                if let socket = try Self.hold(mapping) {
                    added.append(socket)
                } else {
                    added.append(try Self.nothing())
                }
            } catch {
                throw Self.explained(error, mapping)
            }
        }
        sockets.append(contentsOf: added)
        self.ports += ports
    }

    /// Gives up what is held of these.
    public mutating func remove(_ ports: [PortMapping]) {
        var kept = DescriptorList()
        var rest: [PortMapping] = []
        for mapping in self.ports {
            guard let socket = sockets.takeFirst() else { break }
            guard !ports.contains(mapping) else { continue }
            kept.append(socket)
            rest.append(mapping)
        }
        sockets = kept
        self.ports = rest
    }

    /// In place of a socket, so that there is one a port.
    private static func nothing() throws(SystemError) -> Descriptor { try .open("/dev/null", [.pathOnly]) }

    /// `nil` when the kernel has no such protocol, so that nobody can have the port.
    private static func hold(_ mapping: PortMapping) throws(SystemError) -> Descriptor? {
        let isEverywhere = mapping.hostAddress == nil
        let address = mapping.hostAddress ?? .v6(0)
        do throws(SystemError) {
            return try hold(mapping, at: address, alsoVersion4: isEverywhere)
        } catch {
            switch error.errno {
            case EPROTONOSUPPORT, ESOCKTNOSUPPORT: return nil
            case EAFNOSUPPORT where isEverywhere, EADDRNOTAVAIL where isEverywhere:
                return try hold(mapping, at: .v4(0), alsoVersion4: false)
            default: throw error
            }
        }
    }

    private static func hold(
        _ mapping: PortMapping, at address: IPAddress, alsoVersion4: Bool
    ) throws(SystemError) -> Descriptor {
        let subject = "the port \(mapping.hostText)"
        let isConnected = mapping.transport != .udp
        let type = CInt((isConnected ? SOCK_STREAM : SOCK_DGRAM).rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(CInt(address.family.number), type, CInt(mapping.transport.number))
        let held = try Descriptor(owning: checkErrno(number, "hold", subject))
        if address.family == .v6 {
            try held.set(CInt(IPPROTO_IPV6), IPV6_V6ONLY, alsoVersion4 ? 0 : 1, subject)
        }
        // Connections that a program had there and that are closed, but not forgotten yet, are in nobody's way.
        if isConnected { try held.set(SOL_SOCKET, SO_REUSEADDR, 1, subject) }
        try checkErrno(address.withSocketAddress(port: mapping.hostPort) { bind(held.number, $0, $1) }, "hold", subject)
        if isConnected {
            // Others could have the port with the same option, until somebody listens. So it is
            // listened for a moment: from then on nobody gets it. Later who comes is refused.
            try checkErrno(listen(held.number, 1), "hold", subject)
            try held.set(SOL_SOCKET, SO_REUSEADDR, 0, subject)
            try checkErrno(shutdown(held.number, CInt(SHUT_RDWR)), "hold", subject)
        } else {
            try held.receiveNothing(subject)
        }
        return held
    }

    private static func explained(_ error: SystemError, _ mapping: PortMapping) -> NetworkError {
        switch error.errno {
        case EADDRINUSE:
            let holder = PortHolder.find(mapping).map { ": \($0) listens there" } ?? ""
            return .inUse("the host's port \(mapping.hostText) is in use\(holder)")
        case EADDRNOTAVAIL:
            return .refused("cannot publish \(mapping.hostText): the host has no such address")
        case EACCES:
            return .refused("cannot publish \(mapping.hostText): ports below 1024 take CAP_NET_BIND_SERVICE")
        default: return NetworkError(error)
        }
    }
}

extension PortMapping {
    /// As `-p` has it: `127.0.0.1:8080/tcp`.
    public var hostText: String {
        let address = hostAddress.map { $0.family == .v6 ? "[\($0)]:" : "\($0):" } ?? ""
        return "\(address)\(hostPort)/\(transport.rawValue)"
    }
}

extension IPAddress {
    /// As bind(2) takes it.
    func withSocketAddress<Value>(port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        let bytes = bytes
        switch self {
        case .v4:
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: bytes) }
            return withUnsafeBytes(of: address) {
                body($0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
            }
        case .v6:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: bytes) }
            return withUnsafeBytes(of: address) {
                body($0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
            }
        }
    }
}

extension Descriptor {
    fileprivate func set(_ level: CInt, _ option: CInt, _ value: CInt, _ subject: String) throws(SystemError) {
        var value = value
        let size = socklen_t(MemoryLayout<CInt>.size)
        try checkErrno(setsockopt(number, level, option, &value, size), "hold", subject)
    }

    /// A filter by which nothing passes (socket(7) SO_ATTACH_FILTER): a socket that is bound takes in datagrams, whether
    /// or not anybody reads them.
    fileprivate func receiveNothing(_ subject: String) throws(SystemError) {
        let acceptNothing: [UInt64] = [0x6]  // struct sock_filter: BPF_RET | BPF_K, 0 bytes
        let result = acceptNothing.withUnsafeBytes { code in
            // struct sock_fprog: a count and a pointer.
            let program: [UInt] = [1, UInt(bitPattern: code.baseAddress)]
            return setsockopt(
                number, SOL_SOCKET, SO_ATTACH_FILTER, program, socklen_t(2 * MemoryLayout<UInt>.size))
        }
        try checkErrno(result, "hold", subject)
    }
}

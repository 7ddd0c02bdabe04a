import Glibc
import LinuxSystem
import Networks
import StateStore

extension Engine {
    /// What is to be published of a container, with what `-P` asks for; nothing while no bridge leads to it.
    func askedPorts(of record: ContainerRecord, in network: ContainerNetwork) -> [PortOption] {
        guard network.hasBridge else { return [] }
        let networks = record.settings.networks
        var asked = networks.ports
        if networks.publishesAll {
            let published = Set(asked.map(\.port))
            asked += networks.exposed.filter { !published.contains($0) }
                .map { PortOption(transport: $0.transport, containerPort: $0.number) }
        }
        return asked
    }

    /// The ports of the host that lead to a container from now on.
    /// - Parameter others: the container's own that are chosen already.
    func choosePorts(
        _ asked: [PortOption], of record: ContainerRecord, besides others: [PortMapping] = []
    ) throws -> [PortMapping] {
        guard !asked.isEmpty else { return [] }
        let claims = try PortClaims(of: record.id, in: self)
        var chosen = [PortMapping]()
        for option in asked {
            let ports = try option.hostPorts ?? PortClaims.ephemeral
            let isFixed = option.hostPorts?.count == 1
            if isFixed { try refuseContainersPort(ports.lowerBound, option, but: record.id) }
            let port = isFixed ? ports.lowerBound : try claims.take(option, of: ports, besides: others + chosen)
            guard let port else {
                throw EngineError(
                    .conflict,
                    "no port of \(ports.text)/\(option.transport.rawValue) is free for port "
                        + "\(option.containerPort) of container \(record.name): stop what uses them")
            }
            chosen.append(
                PortMapping(
                    transport: option.transport, hostAddress: option.hostAddress, hostPort: port,
                    containerPort: option.containerPort))
        }
        return chosen
    }
}

extension Engine {
    /// Names the container that has a port. Who else has one the supervisor finds out, when it takes it.
    private func refuseContainersPort(_ port: UInt16, _ option: PortOption, but id: String) throws {
        guard !PortProbe.isFree(port, option) else { return }
        for other in try list(ContainerQuery()) where other.id != id {
            let holds = try containerNetwork(of: other.id)?.ports.contains {
                $0.hostPort == port && $0.transport == option.transport
            }
            guard holds == true else { continue }
            throw EngineError(
                .conflict,
                "the host's port \(port)/\(option.transport.rawValue) is in use by container \(other.name): "
                    + "stop that one, or choose another port")
        }
    }
}

/// Chooses ports of the host where several would do. Between the choice and the moment when the container's
/// supervisor holds the port, another start must not choose the same: each choice is claimed by a symbolic link,
/// which is its container's as long as that is there.
struct PortClaims: ~Copyable {
    private let container: String
    private let engine: Engine
    private let directory: Descriptor

    static let directoryName = "ports"

    init(of container: String, in engine: Engine) throws(SystemError) {
        self.container = container
        self.engine = engine
        directory = try engine.state.directory.makeAndOpenDirectory(NetworkDirectory.rootName, mode: 0o700)
            .makeAndOpenDirectory(Self.directoryName, mode: 0o700)
    }

    /// What the kernel gives to programs that ask for any port (ip(7)).
    static var ephemeral: ClosedRange<UInt16> {
        get throws(SystemError) {
            let text = try Descriptor.open("/proc/sys/net/ipv4", [.directory]).readFile("ip_local_port_range")
            let bounds = String(decoding: text, as: UTF8.self).split { $0.isWhitespace }.compactMap { UInt16($0) }
            guard bounds.count == 2, bounds[0] <= bounds[1], bounds[0] > 0 else { return 32768...60999 }
            return bounds[0]...bounds[1]
        }
    }

    /// - Parameter others: those of the same container.
    func take(
        _ option: PortOption, of ports: ClosedRange<UInt16>, besides others: [PortMapping]
    ) throws -> UInt16? {
        // In a range that somebody chose the first one is expected; among all, starts at one moment begin apart.
        let start =
            option.hostPorts == nil
            ? Int(UInt64(stableHash: "\(container)\(option.containerPort)") % UInt64(ports.count)) : 0
        for offset in 0..<ports.count {
            let port = ports.lowerBound + UInt16((start + offset) % ports.count)
            if others.contains(where: { $0.hostPort == port && $0.transport == option.transport }) { continue }
            guard PortProbe.isFree(port, option), try claim(Self.name(option.transport, port)) else { continue }
            return port
        }
        return nil
    }

    /// The container is going: others may choose its ports.
    func release(_ ports: [PortMapping]) throws(SystemError) {
        for port in ports {
            let name = Self.name(port.transport, port.hostPort)
            do throws(SystemError) {
                guard try directory.symbolicLinkTarget(name) == Array(container.utf8) else { continue }
                try directory.removeFile(name)
            } catch {
                if error.errno != ENOENT { throw error }  // it was none that had to be chosen
            }
        }
    }

    private static func name(_ transport: PortMapping.Transport, _ port: UInt16) -> String {
        "\(transport.rawValue)-\(port)"
    }

    private func claim(_ name: String) throws -> Bool {
        for _ in 0..<2 {
            do throws(SystemError) {
                try directory.makeSymbolicLink(name, to: container)
                return true
            } catch {
                guard error.errno == EEXIST else { throw error }
            }
            let holder = try? String(decoding: directory.symbolicLinkTarget(name), as: UTF8.self)
            if holder == container { return true }
            // Its container doesn't run: the port is anybody's.
            guard let holder, try engine.unlessInUse(holder, { try directory.removeFileIfPresent(name) }) else {
                return false
            }
        }
        return false
    }
}

/// Whether a program of the host could listen on a port at this moment.
private enum PortProbe {
    static func isFree(_ port: UInt16, _ option: PortOption) -> Bool {
        let families: [IPAddress.Family] = option.hostAddress.map { [$0.family] } ?? [.v4, .v6]
        return families.allSatisfy { family in
            let type = option.transport == .udp ? SOCK_DGRAM : SOCK_STREAM
            let number = socket(
                Int32(family.number), Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
                option.transport == .sctp ? 132 : 0)
            // A kernel without that version or protocol has nobody who listens.
            guard number >= 0 else { return true }
            defer { close(number) }
            var on: Int32 = 1
            setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
            if family == .v6 { setsockopt(number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, 4) }
            return bind(number, family, option.hostAddress, port) || errno != EADDRINUSE
        }
    }

    private static func bind(_ number: Int32, _ family: IPAddress.Family, _ address: IPAddress?, _ port: UInt16) -> Bool
    {
        var storage = sockaddr_storage()
        let bytes = address?.bytes ?? [UInt8](repeating: 0, count: family.bitCount / 8)
        return withUnsafeMutableBytes(of: &storage) { raw in
            raw.storeBytes(of: UInt16(family.number), as: UInt16.self)
            raw.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
            // After the port stand the address, and with version 6 first the flow (ip(7), ipv6(7)).
            raw[(family == .v4 ? 4 : 8)...].copyBytes(from: bytes)
            let length = family == .v4 ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
            return Glibc.bind(number, raw.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(length)) == 0
        }
    }
}

import JSON
import Networks

/// One `-p`, `--publish`: a port of the container, and where on the host it is to be reached.
public struct PortOption: Hashable, Sendable {
    public var transport: PortMapping.Transport
    /// `nil`: every address of the host.
    public var hostAddress: IPAddress?
    /// One of these; `nil`: any that is free.
    public var hostPorts: ClosedRange<UInt16>?
    public var containerPort: UInt16

    public init(
        transport: PortMapping.Transport = .tcp, hostAddress: IPAddress? = nil, hostPorts: ClosedRange<UInt16>? = nil,
        containerPort: UInt16
    ) {
        self.transport = transport
        self.hostAddress = hostAddress
        self.hostPorts = hostPorts
        self.containerPort = containerPort
    }

    /// As it is asked for: `127.0.0.1:8080:80/tcp`.
    public var text: String {
        let address = hostAddress.map { $0.family == .v6 ? "[\($0)]:" : "\($0):" } ?? ""
        let ports = hostPorts.map { "\($0.text):" } ?? (hostAddress == nil ? "" : ":")
        return "\(address)\(ports)\(containerPort)/\(transport.rawValue)"
    }

    var port: ContainerPort { ContainerPort(number: containerPort, transport: transport) }
}

/// A port that a container listens on, as images and `--expose` name it: `80/tcp`.
public struct ContainerPort: Hashable, Sendable, Comparable {
    public let number: UInt16
    public let transport: PortMapping.Transport

    public init(number: UInt16, transport: PortMapping.Transport) {
        self.number = number
        self.transport = transport
    }

    public static func < (first: ContainerPort, second: ContainerPort) -> Bool {
        (first.number, first.transport.rawValue) < (second.number, second.transport.rawValue)
    }
}

extension ContainerPort: CustomStringConvertible {
    public var description: String { "\(number)/\(transport.rawValue)" }
}

extension ClosedRange<UInt16> {
    /// `80`, `8000-8010`.
    var text: String { count == 1 ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)" }
}

extension PortOption: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        let name: String = try object.required("transport")
        guard let transport = PortMapping.Transport(rawValue: name) else {
            throw JSONError(place: "transport", reason: "\"\(name)\" is none")
        }
        var ports: ClosedRange<UInt16>?
        if let first: UInt16 = try object.optional("hostPort") {
            let last: UInt16 = try object.optional("lastHostPort") ?? first
            guard first <= last else { throw JSONError(place: "lastHostPort", reason: "\(last) comes before \(first)") }
            ports = first...last
        }
        self.init(
            transport: transport, hostAddress: try object.optional("hostAddress"), hostPorts: ports,
            containerPort: try object.required("containerPort"))
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("transport", transport.rawValue)
            writer.member("hostAddress", hostAddress)
            writer.member("hostPort", hostPorts?.lowerBound)
            if let hostPorts, hostPorts.count > 1 { writer.member("lastHostPort", hostPorts.upperBound) }
            writer.member("containerPort", containerPort)
        }
    }
}

extension ContainerPort: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let text = try String(json: value)
        guard let port = try? ContainerPort.all(parsing: text).first else {  // the reason is told here
            throw JSONError(reason: "\"\(text)\" is no port")
        }
        self = port
    }

    public func write(to writer: inout JSONWriter) { writer.string(description) }
}

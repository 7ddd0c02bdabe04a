import JSON

/// A port of the host that leads to one of a container.
public struct PortMapping: Hashable, Sendable {
    public enum Transport: String, Hashable, Sendable, CaseIterable {
        case tcp, udp, sctp
    }

    public var transport: Transport
    /// `nil`: every address of the host, of both versions.
    public var hostAddress: IPAddress?
    /// 1 … 65535: chosen already.
    public var hostPort: UInt16
    public var containerPort: UInt16

    public init(transport: Transport, hostAddress: IPAddress?, hostPort: UInt16, containerPort: UInt16) {
        self.transport = transport
        self.hostAddress = hostAddress
        self.hostPort = hostPort
        self.containerPort = containerPort
    }
}

extension PortMapping: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        let name: String = try object.required("transport")
        guard let transport = Transport(rawValue: name) else {
            throw JSONError(place: "transport", reason: "\"\(name)\" is none")
        }
        self.init(
            transport: transport, hostAddress: try object.optional("hostAddress"),
            hostPort: try object.required("hostPort"), containerPort: try object.required("containerPort"))
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("transport", transport.rawValue)
            writer.member("hostAddress", hostAddress)
            writer.member("hostPort", hostPort)
            writer.member("containerPort", containerPort)
        }
    }
}

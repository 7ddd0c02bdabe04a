import JSON
import Networks

/// What a container is to have of networks, beside whose namespace that is: the flags of `skiff run`.
public struct NetworkOptions: Hashable, Sendable {
    /// The networks by name, the first one first.
    public var connections: [NetworkConnection] = []
    /// `-p`.
    public var ports: [PortOption] = []
    /// `-P`: every exposed port that isn't published is published at a free one.
    public var publishesAll = false
    /// `--expose`, with the image's when the container has been made.
    public var exposed: [ContainerPort] = []
    /// `--network-rate`, of each link; `nil`: as fast as they can.
    public var rate: LinkRate?

    public init() {}
}

extension NetworkOptions: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        connections = try object.optional("connections") ?? []
        ports = try object.optional("ports") ?? []
        publishesAll = try object.optional("publishesAll") ?? false
        exposed = try object.optional("exposed") ?? []
        rate = try object.optional("rate")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if !connections.isEmpty { writer.member("connections", connections) }
            if !ports.isEmpty { writer.member("ports", ports) }
            if publishesAll { writer.member("publishesAll", true) }
            if !exposed.isEmpty { writer.member("exposed", exposed) }
            if let rate { writer.member("rate", rate) }
        }
    }
}

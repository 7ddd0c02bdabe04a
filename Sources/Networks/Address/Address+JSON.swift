import JSON

extension IPAddress: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let text = try String(json: value)
        guard let address = IPAddress(parsing: text) else { throw JSONError(reason: "\"\(text)\" is no address") }
        self = address
    }

    public func write(to writer: inout JSONWriter) { description.write(to: &writer) }
}

extension Subnet: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let text = try String(json: value)
        guard let subnet = Subnet(parsing: text) else { throw JSONError(reason: "\"\(text)\" is no subnet") }
        self = subnet
    }

    public func write(to writer: inout JSONWriter) { description.write(to: &writer) }
}

extension InterfaceAddress: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let text = try String(json: value)
        guard let address = InterfaceAddress(parsing: text) else {
            throw JSONError(reason: "\"\(text)\" is no address with a prefix")
        }
        self = address
    }

    public func write(to writer: inout JSONWriter) { description.write(to: &writer) }
}

extension MACAddress: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let text = try String(json: value)
        guard let address = MACAddress(parsing: text) else {
            throw JSONError(reason: "\"\(text)\" is no hardware address")
        }
        self = address
    }

    public func write(to writer: inout JSONWriter) { description.write(to: &writer) }
}

import JSON

/// How fast a container's links are at most, each of them: bits a second, as the container sees it.
public struct LinkRate: Hashable, Sendable {
    /// What comes to it; `nil`: as fast as it can.
    public var incoming: UInt64?
    /// What it sends.
    public var outgoing: UInt64?

    /// What a rate may be: less is of no use, more no link has.
    public static let range: ClosedRange<UInt64> = 1000...1_000_000_000_000

    public init(incoming: UInt64? = nil, outgoing: UInt64? = nil) {
        self.incoming = incoming
        self.outgoing = outgoing
    }

    /// Neither way is limited.
    public var isEmpty: Bool { incoming == nil && outgoing == nil }

    /// A rate as tc(8) writes it: `10mbit`.
    public static func text(of rate: UInt64) -> String {
        let units: [(UInt64, String)] = [(1_000_000_000, "gbit"), (1_000_000, "mbit"), (1000, "kbit")]
        let (size, name) = units.first { rate.isMultiple(of: $0.0) && rate > 0 } ?? (1, "bit")
        return "\(rate / size)\(name)"
    }
}

extension LinkRate: CustomStringConvertible {
    /// `in=10mbit,out=5mbit`.
    public var description: String {
        [incoming.map { "in=\(Self.text(of: $0))" }, outgoing.map { "out=\(Self.text(of: $0))" }]
            .compactMap { $0 }.joined(separator: ",")
    }
}

extension LinkRate: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(incoming: try object.optional("in"), outgoing: try object.optional("out"))
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("in", incoming)
            writer.member("out", outgoing)
        }
    }
}

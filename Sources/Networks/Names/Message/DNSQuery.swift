/// A question that came from a program: one, as all programs ask them.
public struct DNSQuery: Hashable, Sendable {
    public let id: UInt16
    public let flags: DNSFlags
    public let question: DNSQuestion
    /// `nil`: the asker knows no EDNS.
    public let extensions: Extensions?

    /// What the asker says of itself in an OPT record (RFC 6891, section 6.1.2).
    public struct Extensions: Hashable, Sendable {
        /// The longest answer over UDP that it takes.
        public var size: UInt16
        public var version: UInt8
        /// DO: signatures are wanted (RFC 3225).
        public var wantsSignatures: Bool
    }

    /// What is to be done about a message that can't be answered.
    public enum Refusal: Error, Hashable, Sendable {
        /// It is no question, or less than a header: who answers that could be made to answer an answer.
        case silence
        /// The answer to be sent.
        case answer([UInt8])
    }

    public init(parsing bytes: [UInt8]) throws(Refusal) {
        var reader = DNSReader(bytes)
        let header: DNSHeader
        do { header = try DNSHeader(&reader) } catch { throw .silence }
        guard !header.flags.contains(.isResponse) else { throw .silence }
        guard header.flags.operation == 0 else { throw Self.refusal(header, .notImplemented) }
        guard header.counts[0] == 1 else { throw Self.refusal(header, .malformed) }
        do throws(MalformedMessage) {
            question = try DNSQuestion(&reader)
            extensions = try Self.extensions(header, &reader)
        } catch {
            throw Self.refusal(header, .malformed)
        }
        id = header.id
        flags = header.flags
        guard extensions?.version ?? 0 == 0 else {
            throw .answer(DNSResponse(to: self, .badVersion).encoded(limit: 512))
        }
    }

    /// Walks all records to the one that tells of extensions.
    private static func extensions(
        _ header: DNSHeader, _ reader: inout DNSReader
    ) throws(MalformedMessage) -> Extensions? {
        var found: Extensions?
        let others = Int(header.counts[1]) + Int(header.counts[2])
        for index in 0..<(others + Int(header.counts[3])) {
            let name = try reader.name()
            let type = DNSType(rawValue: try reader.number16())
            let size = try reader.number16()
            let fields = try reader.number32()
            try reader.skip(Int(reader.number16()))
            guard type == .opt else { continue }
            // The root's, among the additional ones, and one alone.
            guard index >= others, found == nil, name.wire.count == 1 else { throw MalformedMessage() }
            found = Extensions(
                size: size, version: UInt8(truncatingIfNeeded: fields >> 16), wantsSignatures: fields & 0x8000 != 0)
        }
        return found
    }

    private static func refusal(_ header: DNSHeader, _ code: DNSCode) -> Refusal {
        let kept = header.flags.intersection([.operationBits, .recursionDesired])
        let flags = kept.union([.isResponse, DNSFlags(rawValue: code.rawValue)])
        return .answer(DNSHeader(id: header.id, flags: flags, counts: [0, 0, 0, 0]).bytes)
    }

    /// The longest answer over UDP: 512 bytes of old (RFC 1035, section 2.3.4).
    public var longestDatagram: Int {
        min(max(Int(extensions?.size ?? 512), 512), Int(DNSResponse.longestDatagram))
    }
}

/// What came back from another server: looked at no further than to be sure
/// that it is an answer to what was asked.
public struct DNSReply: Sendable {
    public let header: DNSHeader
    let question: DNSQuestion?

    /// `nil` for what is no answer.
    public init?(parsing bytes: [UInt8]) {
        var reader = DNSReader(bytes)
        // Whatever is wrong with it, it is none.
        guard let header = try? DNSHeader(&reader), header.flags.contains(.isResponse) else { return nil }
        self.header = header
        if header.counts[0] == 0 {
            question = nil
        } else {
            guard header.counts[0] == 1, let question = try? DNSQuestion(&reader) else { return nil }
            self.question = question
        }
    }

    /// Whether it answers what was asked under that id. Some servers leave the
    /// question out when they refuse.
    public func answers(_ question: DNSQuestion, id: UInt16) -> Bool {
        guard header.id == id, header.flags.operation == 0 else { return false }
        return self.question.map { $0 == question } ?? (header.flags.code != .noError)
    }

    /// Another server may know better.
    public var isRefusal: Bool { [.serverFailure, .refused, .notImplemented].contains(header.flags.code) }
}

extension DNSQuery {
    /// The same message under another id.
    public static func replaceID(of message: inout [UInt8], with id: UInt16) {
        guard message.count >= 2 else { return }
        message.replaceSubrange(..<2, with: id.networkBytes)
    }
}

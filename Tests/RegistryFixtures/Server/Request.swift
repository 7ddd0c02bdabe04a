/// What a client asked.
public struct Request: Sendable {
    public let method: String
    /// The path with the query, as it came.
    public let target: String
    /// In the order of arrival, names in lower case.
    public let fields: [Field]
    /// The body, decoded when it came in chunks; not more than its first 16 MiB.
    public let body: [UInt8]
    /// How often the same had been asked before.
    public internal(set) var attempt = 0

    /// One line of the header.
    public struct Field: Sendable {
        public let name: String
        public let value: String
    }

    /// The value of a header field; `nil` for none.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The target without the query.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The values that the query, or a form in the body, has for the name.
    public func values(of name: String) -> [String] {
        let form =
            self["content-type"] == "application/x-www-form-urlencoded" ? String(decoding: body, as: UTF8.self) : ""
        let pairs = target.drop { $0 != "?" }.dropFirst().split(separator: "&") + form.split(separator: "&")
        return pairs.filter { $0.prefix { $0 != "=" } == name }.map { pair in
            Self.unescaped(pair.drop { $0 != "=" }.dropFirst())
        }
    }

    private static func unescaped(_ text: Substring) -> String {
        var bytes = [UInt8]()
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest.removeFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The offset that `Range: bytes=N-` asks for.
    public var rangeStart: Int? {
        self["range"].flatMap { range in
            range.hasPrefix("bytes=") ? Int(range.dropFirst(6).prefix { $0 != "-" }) : nil
        }
    }

    /// The header of a request; `nil` for what is none.
    init?(header: [UInt8], body: [UInt8]) {
        var lines = String(decoding: header, as: UTF8.self).split(separator: "\r\n")[...]
        let words = lines.popFirst()?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        method = String(words[0])
        target = String(words[1])
        fields = lines.map { line in
            let name = line.prefix { $0 != ":" }
            let value = line.dropFirst(name.count + 1).drop { $0 == " " }
            return Field(name: name.lowercased(), value: String(value))
        }
        self.body = body
    }
}

extension Request: CustomStringConvertible {
    public var description: String { "\(method) \(target)" }
}

/// What a server wants to see before it answers: one of the challenges of a
/// `WWW-Authenticate` header (RFC 9110, section 11).
struct Challenge: Hashable, Sendable {
    /// In lower case: `bearer`, `basic`.
    let scheme: String
    /// By name in lower case; quoted strings without their quotes.
    private(set) var parameters: [String: String] = [:]

    /// The challenges of one header field, in order. What follows something
    /// that isn't understood is left out.
    static func parse(_ field: String) -> [Challenge] {
        var scanner = Scanner(rest: field.utf8[...])
        var challenges = [Challenge]()
        while true {
            scanner.skip { $0 == UInt8(ascii: ",") || isBlank($0) }
            guard let word = scanner.token() else { return challenges }
            scanner.skip(isBlank)
            if scanner.take(UInt8(ascii: "=")), !challenges.isEmpty {
                scanner.skip(isBlank)
                guard let value = scanner.value() else { return challenges }
                challenges[challenges.count - 1].parameters[word.lowercased()] = value
            } else {
                challenges.append(Challenge(scheme: word.lowercased()))
            }
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}

/// Takes tokens from the front of a header's value.
private struct Scanner {
    var rest: Substring.UTF8View

    mutating func skip(_ isSkipped: (UInt8) -> Bool) {
        rest = rest.drop(while: isSkipped)
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    /// RFC 9110, section 5.6.2; a credential's token68 characters are let through, too.
    mutating func token() -> String? {
        let token = rest.prefix { $0.isLetterOrDigit || "!#$%&'*+-.^_`|~/:".utf8.contains($0) }
        guard !token.isEmpty else { return nil }
        rest = rest[token.endIndex...]
        return String(Substring(token))
    }

    /// A token or a quoted string.
    mutating func value() -> String? {
        guard take(UInt8(ascii: "\"")) else { return token() }
        var bytes = [UInt8]()
        while var byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") {
                guard let escaped = rest.popFirst() else { return nil }
                byte = escaped
            }
            bytes.append(byte)
        }
        return nil
    }
}

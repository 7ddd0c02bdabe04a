import OCI

/// Where a request goes: an `http` or `https` URL (RFC 3986, RFC 9110 section 4.2).
struct HTTPLocation: Hashable, Sendable {
    /// The protocols that a registry is spoken to in.
    enum Scheme: String, Sendable {
        case http
        case https

        var defaultPort: Int { self == .https ? 443 : 80 }
    }

    /// Who answers: what credentials belong to.
    struct Origin: Hashable, Sendable {
        let scheme: Scheme
        /// In lower case; an IPv6 address in brackets.
        let host: String
        let port: Int
    }

    let origin: Origin
    /// Path and query; it starts with a slash.
    let target: String

    init(_ origin: Origin, target: String) {
        self.origin = origin
        self.target = target
    }

    /// Parses an absolute URL.
    init(parsing text: String) throws(FormatError) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            throw Self.error(text, "it has the form https://HOST/PATH")
        }
        guard let scheme = Scheme(rawValue: text[..<colon].lowercased()) else {
            throw Self.error(text, "its scheme must be https or http")
        }
        let rest = text[colon...].dropFirst(3)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        origin = try Self.origin(scheme, rest[..<end], of: text)
        target = try Self.target(rest[end...], of: text)
    }

    /// Where a reference leads that an answer from here holds (RFC 3986, section 5.2).
    func resolving(_ reference: String) throws(FormatError) -> HTTPLocation {
        if Self.hasScheme(reference) { return try HTTPLocation(parsing: reference) }
        if reference.hasPrefix("//") { return try HTTPLocation(parsing: "\(origin.scheme.rawValue):\(reference)") }
        let path = target.prefix { $0 != "?" }
        let directory = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
        let prefix = reference.hasPrefix("/") ? "" : reference.hasPrefix("?") ? path : directory
        return HTTPLocation(origin, target: try Self.target(prefix + reference, of: reference))
    }

    /// The same with one more parameter in its query.
    func adding(_ name: String, _ value: String) -> HTTPLocation {
        let joint = target.contains("?") ? "&" : "?"
        return HTTPLocation(origin, target: "\(target)\(joint)\(name)=\(value.percentEncoded)")
    }
}

extension HTTPLocation: CustomStringConvertible {
    var description: String { "\(origin)\(target)" }
}

extension HTTPLocation.Origin: CustomStringConvertible {
    var description: String { "\(scheme.rawValue)://\(authority)" }

    /// Host and port, the port where it is not the scheme's own.
    var authority: String { port == scheme.defaultPort ? host : "\(host):\(port)" }

    /// The same host in plain HTTP: at the same port, or at the scheme's own if none was given.
    var withoutTLS: HTTPLocation.Origin {
        HTTPLocation.Origin(
            scheme: .http, host: host, port: port == scheme.defaultPort ? HTTPLocation.Scheme.http.defaultPort : port)
    }

    /// Whether requests stay on this machine. A name is believed only when it is `localhost`, which
    /// never leaves a machine (RFC 6761, section 6.3).
    var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

// MARK: - Grammar

extension HTTPLocation {
    private static func hasScheme(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":") else { return false }
        return !text[..<colon].contains { "/?#".contains($0) }
    }

    private static func origin(
        _ scheme: Scheme, _ authority: Substring, of text: String
    ) throws(FormatError) -> Origin {
        if authority.contains("@") { throw error(text, "it must not hold credentials") }
        var host = authority
        var port = scheme.defaultPort
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = UInt16(authority[colon...].dropFirst()) else {
                throw error(text, "its port is not a number up to 65535")
            }
            port = Int(number)
            host = authority[..<colon]
        }
        let isName = host.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        let isAddress =
            host.hasPrefix("[") && host.hasSuffix("]")
            && host.dropFirst().dropLast().utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: ":") }
        guard !host.isEmpty, isName || isAddress else { throw error(text, "its host is not a name or an address") }
        return Origin(scheme: scheme, host: host.lowercased(), port: port)
    }

    private static func target(_ text: Substring, of whole: String) throws(FormatError) -> String {
        let target = text.prefix { $0 != "#" }
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw error(whole, "it has characters that must be percent-encoded")
        }
        return target.hasPrefix("/") ? String(target) : "/\(target)"
    }

    private static func error(_ text: String, _ reason: String) -> FormatError {
        FormatError("a web address", text, reason)
    }
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension String {
    /// The text as a value in a query or a form: all but the unreserved characters is encoded
    /// (RFC 3986, section 2.3).
    var percentEncoded: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded = [UInt8]()
        for byte in utf8 {
            if byte.isLetterOrDigit || "-._~".utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}

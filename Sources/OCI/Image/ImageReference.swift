/// The name of an image in a registry: `docker.io/library/busybox:latest`.
///
/// The grammar is the distribution specification's; what a user may leave
/// out is filled in by Docker's rules: the registry `docker.io`, its
/// repository prefix `library/`, the tag `latest`.
public struct ImageReference: Hashable, Sendable, CustomStringConvertible {
    /// The registry's host, with its port: `docker.io`, `localhost:5000`.
    public let registry: String
    /// The path of the repository: `library/busybox`.
    public let repository: String
    /// Absent only where a digest says it all.
    public let tag: String?
    /// The very manifest that is meant, whatever the tag.
    public let digest: Digest?

    /// Parses what a user or an archive wrote.
    public init(parsing text: String) throws(FormatError) {
        let kind = "an image reference"
        guard !text.isEmpty else { throw FormatError(kind, text, "it is empty") }
        var rest = Substring(text)
        digest = try Self.takeDigest(from: &rest)
        let tag = Self.takeTag(from: &rest)
        registry = Self.takeRegistry(from: &rest)
        repository = registry == Self.dockerHub && !rest.contains("/") ? "library/\(rest)" : String(rest)
        self.tag = tag.map(String.init) ?? (digest == nil ? "latest" : nil)

        if rest.utf8.count == 64, rest.utf8.allSatisfy(\.isLowerHexDigit), registry == Self.dockerHub {
            throw FormatError(kind, text, "64 hexadecimal digits are an image id, not a name")
        }
        if let problem = Self.problem(ofPath: repository) { throw FormatError(kind, text, problem) }
        if !Self.isHost(registry) {
            throw FormatError(kind, text, "the registry is not a host name with an optional port")
        }
        if let tag, !Self.isTag(tag) {
            throw FormatError(
                kind, text, "a tag is up to 128 letters, digits, _ . and -, and starts with neither . nor -")
        }
    }

    /// The registry and repository without tag or digest.
    public var name: String { "\(registry)/\(repository)" }

    /// The whole reference; this is what is stored and compared.
    public var description: String { name + suffix }

    /// The shortest text that means the same to Docker's users: `busybox:latest`.
    public var familiar: String { familiarName + suffix }

    /// The same without tag and digest: what lists call the repository.
    public var familiarName: String {
        guard registry == Self.dockerHub else { return name }
        let prefix = "library/"
        let hasPrefix = repository.hasPrefix(prefix) && !repository.dropFirst(prefix.count).contains("/")
        return hasPrefix ? String(repository.dropFirst(prefix.count)) : repository
    }

    /// Whether a text says which image of a repository it means, by a tag or a digest.
    public static func isExact(_ text: String) -> Bool {
        text.split(separator: "/").last?.contains { $0 == ":" || $0 == "@" } ?? false
    }

    private var suffix: String {
        (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
    }

    private static let dockerHub = "docker.io"
}

// MARK: - Grammar

extension ImageReference {
    private static func takeDigest(from rest: inout Substring) throws(FormatError) -> Digest? {
        guard let at = rest.firstIndex(of: "@") else { return nil }
        let digest = try Digest(parsing: String(rest[rest.index(after: at)...]))
        rest = rest[..<at]
        return digest
    }

    /// A colon before the last slash belongs to a port.
    private static func takeTag(from rest: inout Substring) -> Substring? {
        guard let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") else { return nil }
        let tag = rest[rest.index(after: colon)...]
        rest = rest[..<colon]
        return tag
    }

    /// The first component is a registry when it could not be a repository:
    /// it has a dot, a colon or a capital letter, or is `localhost`.
    private static func takeRegistry(from rest: inout Substring) -> String {
        guard let slash = rest.firstIndex(of: "/") else { return dockerHub }
        let first = rest[..<slash]
        let isRegistry =
            first == "localhost"
            || first.utf8.contains {
                $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || $0.isUpper
            }
        guard isRegistry else { return dockerHub }
        rest = rest[rest.index(after: slash)...]
        return first == "index.docker.io" ? dockerHub : String(first)
    }

    private static func problem(ofPath path: String) -> String? {
        if path.utf8.count > 255 { return "the repository's name is longer than 255 characters" }
        if path.utf8.contains(where: \.isUpper) { return "the repository's name must be lower case" }
        for component in path.split(separator: "/", omittingEmptySubsequences: false) where !isPathComponent(component)
        {
            return "a part of the repository's name has letters and digits, joined by one . or _, by __ or by dashes"
        }
        return nil
    }

    /// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
    private static func isPathComponent(_ text: Substring) -> Bool {
        var separator = [UInt8]()
        var afterLetter = false
        for byte in text.utf8 {
            if byte.isLower || byte.isDigit {
                if !separator.isEmpty {
                    let allowed =
                        separator == [UInt8(ascii: ".")] || separator == [UInt8(ascii: "_")]
                        || separator == Array("__".utf8) || separator.allSatisfy { $0 == UInt8(ascii: "-") }
                    guard allowed else { return false }
                }
                separator = []
                afterLetter = true
            } else {
                guard afterLetter else { return false }
                separator.append(byte)
            }
        }
        return afterLetter && separator.isEmpty
    }

    /// `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`
    private static func isTag(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128, first.isWord else { return false }
        return text.utf8.allSatisfy { $0.isWord || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    /// Labels joined by dots, or an IPv6 address in brackets; then a port.
    private static func isHost(_ text: String) -> Bool {
        var host = Substring(text)
        if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
            let port = host[host.index(after: colon)...]
            guard !port.isEmpty, port.utf8.allSatisfy(\.isDigit), UInt16(port) != nil else { return false }
            host = host[..<colon]
        }
        if host.first == "[", host.last == "]" {
            return host.dropFirst().dropLast().utf8.allSatisfy { $0.isHexDigit || $0 == UInt8(ascii: ":") }
        }
        return host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { $0.isUpper || $0.isLower || $0.isDigit || $0 == UInt8(ascii: "-") }
        }
    }
}

extension ImageReference: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension UInt8 {
    fileprivate var isUpper: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    fileprivate var isLower: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isWord: Bool { isUpper || isLower || isDigit || self == UInt8(ascii: "_") }
    fileprivate var isHexDigit: Bool { isLowerHexDigit || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self) }
}

import TestSupport

/// Debian's docker-registry, which is the reference implementation
/// (distribution), on a free loopback port with a storage of its own.
public struct RealRegistry: Sendable {
    /// Where a client finds it: `127.0.0.1:PORT`.
    public let host: String
    /// Its storage, as directories and files.
    public let storage: String
    private let log: String

    /// How a registry is set up.
    public struct Options: Sendable {
        /// Speaks TLS as this; plain HTTP without.
        public var identity: CertificateAuthority.Identity?
        public var access = Access.everybody
        /// The URL of the registry that it mirrors ("pull-through cache").
        public var origin: String?

        public init(
            identity: CertificateAuthority.Identity? = nil, access: Access = .everybody, origin: String? = nil
        ) {
            self.identity = identity
            self.access = access
            self.origin = origin
        }
    }

    /// Who is let in.
    public enum Access: Sendable {
        case everybody
        /// `Account` by basic authentication.
        case account
        /// Whoever brings a token of this server.
        case tokens(TokenServer)
    }

    /// Runs the body with a registry; it and all that it stored are gone afterwards.
    public static func serve<Value>(
        _ options: Options = Options(), _ body: (RealRegistry) throws -> Value
    ) throws -> Value {
        try withTemporaryDirectory { directory in
            try HostFile.write(configuration(options, directory), to: "\(directory)/config.yml")
            try HostFile.write(Account.passwordLine, to: "\(directory)/accounts")
            let log = "\(directory)/log"
            let program = Program("/usr/bin/docker-registry", ["serve", "\(directory)/config.yml"])
            return try LoopbackService.serve(program, after: "listening on 127.0.0.1:", log: log) { port in
                try body(RealRegistry(host: "127.0.0.1:\(port)", storage: "\(directory)/storage", log: log))
            }
        }
    }

    private static func configuration(_ options: Options, _ directory: String) -> String {
        var lines = [
            "version: 0.1",
            "log: {level: info, accesslog: {disabled: false}}",
            "storage: {filesystem: {rootdirectory: \(directory)/storage}, delete: {enabled: true}}",
            "http:", "  addr: 127.0.0.1:0", "  secret: any",
        ]
        if let identity = options.identity {
            lines.append("  tls: {certificate: \(identity.certificate), key: \(identity.key)}")
        }
        switch options.access {
        case .everybody: break
        case .account: lines.append("auth: {htpasswd: {realm: test, path: \(directory)/accounts}}")
        case .tokens(let server):
            lines.append(
                """
                auth: {token: {realm: "\(server.realm)", service: "\(TokenServer.service)", \
                issuer: "\(TokenServer.issuer)", rootcertbundle: \(server.certificate)}}
                """)
        }
        if let origin = options.origin { lines.append("proxy: {remoteurl: \"\(origin)\"}") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line of the access log.
    public struct LoggedRequest: Sendable {
        public let method: String
        public let path: String
        public let status: Int
    }

    /// Everything that was asked and answered so far.
    public func requests() throws -> [LoggedRequest] {
        try HostFile.text(log).split(separator: "\n").compactMap { line in
            // 127.0.0.1 - - [time] "GET /v2/ HTTP/1.1" 200 2 "" "agent"
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            guard line.hasPrefix("127.0.0.1 - "), parts.count > 2 else { return nil }
            let words = parts[1].split(separator: " ")
            guard words.count == 3, let status = Int(parts[2].split(separator: " ")[0]) else { return nil }
            return LoggedRequest(method: String(words[0]), path: String(words[1]), status: status)
        }
    }
}

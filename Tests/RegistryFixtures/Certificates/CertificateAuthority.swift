import TestSupport

/// A certificate authority that nobody trusts yet, and what it signed, made by
/// openssl(1) in a directory of the caller's.
public struct CertificateAuthority: Sendable {
    /// The authority's certificate: for whoever is to trust it.
    public let certificate: String
    private let key: String
    private let directory: String

    /// A certificate and its key, as paths of PEM files.
    public struct Identity: Sendable {
        public let certificate: String
        public let key: String
    }

    /// Makes one; its files go with the directory.
    public init(in directory: String) throws {
        self.directory = directory
        certificate = "\(directory)/authority.crt"
        key = "\(directory)/authority.key"
        try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=authority of a test", "-keyout", key, "-out", certificate,
        ])
    }

    /// A certificate for this machine's loopback names, or for others.
    public func identity(
        _ name: String = "server", names: String = "DNS:localhost,IP:127.0.0.1"
    ) throws -> Identity {
        let file = "\(directory)/\(name)"
        try Self.openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=\(names)", "-keyout", "\(file).key", "-out", "\(file).csr",
        ])
        try Self.openssl([
            "x509", "-req", "-in", "\(file).csr", "-CA", certificate, "-CAkey", key, "-CAcreateserial", "-days", "2",
            "-copy_extensions", "copy", "-out", "\(file).crt",
        ])
        return Identity(certificate: "\(file).crt", key: "\(file).key")
    }

    private static func openssl(_ words: [String]) throws {
        try Program("/usr/bin/openssl", words).run().succeeded()
    }
}

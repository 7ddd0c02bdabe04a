import Glibc
import LinuxSystem
import NIOSSL

extension RegistryConfiguration {
    /// Whom to trust, and what to show, when a host is spoken to by TLS.
    func tls(for origin: HTTPLocation.Origin) throws(ExchangeFailure) -> TLSConfiguration {
        let name = RegistryHost.name(of: origin)
        let settings = settings(for: name)
        let files = CertificateFiles(directory: "\(certificateDirectory)/\(name)")
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if settings.insecure { tls.certificateVerification = .none }
        for path in (settings.ca.map { [$0] } ?? []) + files.authorities {
            tls.additionalTrustRoots.append(try Self.authorities(path))
        }
        let shown: (certificate: String, key: String)? =
            if let certificate = settings.clientCertificate, let key = settings.clientKey {
                (certificate, key)
            } else {
                files.client.map { ("\($0).cert", "\($0).key") }
            }
        if let shown {
            tls.certificateChain = try Self.chain(shown.certificate)
            tls.privateKey = .privateKey(try Self.key(shown.key))
        }
        return tls
    }

    private static func authorities(_ path: String) throws(ExchangeFailure) -> NIOSSLAdditionalTrustRoots {
        try usable(path, as: "certificates of authorities") { .certificates(try NIOSSLCertificate.fromPEMFile(path)) }
    }

    private static func chain(_ path: String) throws(ExchangeFailure) -> [NIOSSLCertificateSource] {
        try usable(path, as: "a client certificate") {
            try NIOSSLCertificate.fromPEMFile(path).map { .certificate($0) }
        }
    }

    private static func key(_ path: String) throws(ExchangeFailure) -> NIOSSLPrivateKey {
        try usable(path, as: "the key of a client certificate") { try NIOSSLPrivateKey(file: path, format: .pem) }
    }

    private static func usable<Value>(
        _ path: String, as purpose: String, _ body: () throws -> Value
    ) throws(ExchangeFailure) -> Value {
        do {
            return try body()
        } catch {
            throw ExchangeFailure(.untrusted, "\(path) cannot be read as \(purpose)")
        }
    }
}

/// What a directory of `/etc/docker/certs.d` holds.
private struct CertificateFiles {
    var authorities: [String] = []
    /// The path of the certificate to show, without `.cert`.
    var client: String?

    /// - Parameter directory: may well be missing.
    init(directory: String) {
        // A directory that cannot be read has nothing for us; if its certificates were needed, the handshake says so.
        guard let entries = try? Descriptor.open(directory, [.readOnly, .directory]).entries() else { return }
        let names = entries.map(\.shown).sorted()
        authorities = names.filter { $0.hasSuffix(".crt") }.map { "\(directory)/\($0)" }
        let stems = names.filter { $0.hasSuffix(".cert") }.map { $0.dropLast(5) }
        client = stems.first { names.contains("\($0).key") }.map { "\(directory)/\($0)" }
    }
}

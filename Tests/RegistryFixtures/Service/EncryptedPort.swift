import TestSupport

/// TLS in front of a plain port: socat(1) decrypts what comes and passes it on.
public enum EncryptedPort {
    /// Runs the body with a port that leads to the plain one; it is closed afterwards.
    public static func open<Value>(
        before plain: UInt16, as identity: CertificateAuthority.Identity, _ body: (UInt16) throws -> Value
    ) throws -> Value {
        try withTemporaryDirectory { directory in
            let listen =
                "OPENSSL-LISTEN:0,bind=127.0.0.1,fork,verify=0,cert=\(identity.certificate),key=\(identity.key)"
            let socat = Program("/usr/bin/socat", ["-d", "-d", listen, "TCP4:127.0.0.1:\(plain)"])
            return try LoopbackService.serve(
                socat, after: "listening on AF=2 127.0.0.1:", log: "\(directory)/log", body)
        }
    }
}

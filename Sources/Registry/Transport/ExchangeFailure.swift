import AsyncHTTPClient
import Glibc
import LinuxSystem
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why a request got no answer, or only a part of one.
struct ExchangeFailure: Error, Sendable {
    /// What may help against it.
    enum Cause: Sendable {
        /// Nobody can be reached there.
        case unreachable
        /// Who answers there doesn't speak TLS.
        case notTLS
        /// The certificate is not one to be trusted.
        case untrusted
        /// The connection was lost, or the answer came too slowly: trying again may help.
        case lost
        /// The answer is not what the protocol allows.
        case malformed
        /// What was to be sent could not be read.
        case source
    }

    let cause: Cause
    /// Lower case, to be put behind the name of the registry.
    let reason: String

    init(_ cause: Cause, _ reason: String) {
        self.cause = cause
        self.reason = reason
    }

    var registryError: RegistryError {
        switch cause {
        case .unreachable, .notTLS, .lost: .unavailable(reason)
        case .untrusted, .malformed, .source: .invalid(reason)
        }
    }
}

extension ExchangeFailure {
    /// The same failure as the libraries below put it.
    init(_ error: any Error) {
        switch error {
        case let error as ExchangeFailure: self = error
        case let error as HTTPClientError: self.init(client: error)
        case let error as NIOConnectionError: self.init(connection: error)
        case let error as NIOSSLError: self.init(tls: error)
        case is NIOSSLExtraError:
            self.init(.untrusted, "its certificate is for another host")
        case HTTPParserError.invalidEOFState:
            self.init(.lost, "the connection ended in the middle of the answer")
        case HTTPParserError.headerOverflow:
            self.init(.malformed, "the answer's header is longer than 80 KiB")
        case let error as HTTPParserError:
            self.init(.malformed, "the answer is not HTTP (\(error))")
        case let error as IOError:
            // Who refuses a connection (connect(2)) was never there, unlike who lets go of one.
            let isAbsent = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT].contains(error.errnoCode)
            self.init(isAbsent ? .unreachable : .lost, SystemError.reason(of: error.errnoCode))
        default: self.init(.lost, "the connection failed (\(error))")
        }
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .connectTimeout: self.init(.unreachable, "nobody answers")
        case .tlsHandshakeTimeout: self.init(.unreachable, "the TLS handshake isn't answered")
        case .remoteConnectionClosed, .uncleanShutdown, .cancelled, .requestStreamCancelled:
            self.init(.lost, "the connection was closed before the answer was complete")
        case .proxyAuthenticationRequired: self.init(.unreachable, "the proxy wants credentials")
        case .invalidProxyResponse, .httpProxyHandshakeTimeout: self.init(.unreachable, "the proxy refuses")
        default: self.init(.malformed, error.shortDescription)
        }
    }

    private init(connection error: NIOConnectionError) {
        // A host that has an address but cannot be reached, before a name that has none.
        if let failure = error.connectionErrors.last {
            let reason = (failure.error as? IOError).map { SystemError.reason(of: $0.errnoCode) }
            self.init(.unreachable, reason ?? "nobody answers")
        } else {
            self.init(.unreachable, "the name \(error.host) has no address")
        }
    }

    private init(tls error: NIOSSLError) {
        guard case .handshakeFailed(let detail) = error else {
            self.init(.lost, "the TLS connection failed (\(error))")
            return
        }
        let text = "\(detail)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            self.init(
                .untrusted,
                "its certificate is signed by nobody known here; name the certificate of its authority as ca in registries.json"
            )
        } else if ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNEXPECTED_MESSAGE"].contains(where: text.contains) {
            self.init(.notTLS, "it doesn't speak TLS; allow plainHTTP for it in registries.json if that's meant")
        } else if text.contains("CERTIFICATE_REQUIRED") || text.contains("HANDSHAKE_FAILURE") {
            self.init(.untrusted, "it refuses the TLS handshake: it may want a client certificate")
        } else {
            self.init(.lost, "the TLS handshake failed")
        }
    }
}

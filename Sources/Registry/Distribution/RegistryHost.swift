import NIOHTTP1
import OCI
import Synchronization

/// One registry: sends it requests, with what it takes to be let in, again
/// when that helps, and follows its redirects.
final class RegistryHost: Sendable {
    /// What it's called in references and for credentials: `docker.io`, `localhost:5000`.
    let name: String
    let authenticator: Authenticator
    let transport: Transport
    private let settings: RegistrySettings
    /// Who it is when it's spoken to by TLS.
    private let secureOrigin: HTTPLocation.Origin
    /// How it's spoken to; `nil` until that's been found out.
    private let scheme: Mutex<HTTPLocation.Scheme?>

    /// - Parameter isLasting: a token for later is wanted, too.
    init(
        _ name: String, transport: Transport, isLasting: Bool = false,
        credentials: @escaping @Sendable () throws(RegistryError) -> Credentials?
    ) throws(RegistryError) {
        let host = name == Self.dockerHub.name ? Self.dockerHub.host : name
        secureOrigin = try attempt { () throws(FormatError) in try HTTPLocation(parsing: "https://\(host)").origin }
        self.name = name
        self.transport = transport
        settings = transport.configuration.settings(for: name)
        authenticator = Authenticator(
            name, trustedRealm: settings.realm, isLasting: isLasting, transport: transport, credentials: credentials)
        scheme = Mutex(settings.plainHTTP ? .http : secureOrigin.isLoopback ? nil : .https)
    }

    private static let dockerHub = (name: "docker.io", host: "registry-1.docker.io")

    /// The name by which users know who answers at an origin.
    static func name(of origin: HTTPLocation.Origin) -> String {
        origin.host == dockerHub.host ? dockerHub.name : origin.authority
    }

    /// Who answers for the registry. On this machine it's asked whether it speaks TLS; if it clearly
    /// doesn't, plain HTTP will do, as for Docker. Elsewhere that's for `registries.json` to allow.
    func origin() throws(RegistryError) -> HTTPLocation.Origin {
        let scheme = try scheme.withLock { scheme throws(RegistryError) in
            if let scheme { return scheme }
            let found = try probe()
            scheme = found
            return found
        }
        return scheme == .https ? secureOrigin : secureOrigin.withoutTLS
    }

    private func probe() throws(RegistryError) -> HTTPLocation.Scheme {
        do {
            _ = try transport.send(HTTPRequest(location: HTTPLocation(secureOrigin, target: "/v2/"))).head()
            return .https
        } catch {
            switch error.cause {
            case .notTLS, .lost: return .http
            case .unreachable, .untrusted, .malformed, .source: throw error.registryError
            }
        }
    }
}

// MARK: - Sending

extension RegistryHost {
    /// Sends a request until it's answered: with credentials when they are asked for, and again after
    /// a pause when the registry has trouble.
    func perform(_ call: RegistryCall) throws(RegistryError) -> RegistryAnswer {
        var header = try authenticator.header(for: call.scopes)
        // The first challenge may be due to a token that was good until now.
        for _ in 0..<2 {
            let answer = try followed(call, header)
            guard answer.status == .unauthorized else { return answer }
            header = try self.header(after: answer, for: call.scopes)
        }
        return try followed(call, header)
    }

    private func header(after answer: RegistryAnswer, for scopes: [String]) throws(RegistryError) -> String {
        let asker = answer.location.origin
        // Who a redirect led to has no claim to this registry's credentials.
        guard try asker == origin() else { throw .denied("it redirects to \(asker), which wants credentials") }
        authenticator.forget(scopes)
        answer.finish()
        let challenges = answer.head.headers["www-authenticate"].flatMap(Challenge.parse)
        let isVerified = asker.scheme == .https && !settings.insecure
        return try authenticator.answer(challenges, of: .init(origin: asker, isVerified: isVerified), for: scopes)
    }

    /// Sends a request and follows where it's redirected.
    private func followed(_ call: RegistryCall, _ header: String?) throws(RegistryError) -> RegistryAnswer {
        let own = try origin()
        var location = call.location(own)
        for _ in 0..<6 {
            let answer = try sent(call, to: location, location.origin == own ? header : nil)
            let isRedirect = [301, 302, 303, 307, 308].contains(answer.status.code)
            guard isRedirect, call.method == .GET || call.method == .HEAD else { return answer }
            location = try answer.namedLocation()
            answer.finish()
        }
        throw .invalid("it redirects more than five times")
    }

    private func sent(
        _ call: RegistryCall, to location: HTTPLocation, _ header: String?
    ) throws(RegistryError) -> RegistryAnswer {
        var retry = RetryPolicy(transport.limits)
        while true {
            do {
                let answer = try answer(to: call, at: location, header)
                guard call.isRepeatable, RetryPolicy.mayHelp(after: answer.status),
                    retry.pause(asked: RetryPolicy.askedPause(answer.head.headers))
                else { return answer }
            } catch {
                guard error.cause == .lost, call.isRepeatable, retry.pause() else { throw error.registryError }
            }
        }
    }

    private func answer(
        to call: RegistryCall, at location: HTTPLocation, _ header: String?
    ) throws(ExchangeFailure) -> RegistryAnswer {
        var request = HTTPRequest(method: call.method, location: location, headers: call.headers)
        request.body = try call.body()
        request.headers.replaceOrAdd(name: "User-Agent", value: "skiff")
        if let header { request.headers.replaceOrAdd(name: "Authorization", value: header) }
        let exchange = try transport.send(request)
        return RegistryAnswer(head: try exchange.head(), exchange: exchange, location: location)
    }
}

extension RegistryCall {
    fileprivate func location(_ origin: HTTPLocation.Origin) -> HTTPLocation {
        switch place {
        case .path(let path): HTTPLocation(origin, target: path)
        case .location(let location): location
        }
    }
}

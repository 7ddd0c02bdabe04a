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
    /// How it's spoken to; `nil` until that's been found out.
    private let scheme: Mutex<HTTPLocation.Scheme?>

    init(
        _ name: String, transport: Transport,
        credentials: @escaping @Sendable () throws(RegistryError) -> Credentials?
    ) {
        self.name = name
        self.transport = transport
        settings = transport.configuration.settings(for: name)
        authenticator = Authenticator(
            name, trustedRealm: settings.realm, transport: transport, credentials: credentials)
        scheme = Mutex(settings.plainHTTP ? .http : nil)
    }

    private static let dockerHub = (name: "docker.io", host: "registry-1.docker.io")

    /// The name by which users know who answers at an origin.
    static func name(of origin: HTTPLocation.Origin) -> String {
        origin.host == dockerHub.host ? dockerHub.name : origin.authority
    }

    private func origin(_ scheme: HTTPLocation.Scheme) throws(RegistryError) -> HTTPLocation.Origin {
        let host = name == Self.dockerHub.name ? Self.dockerHub.host : name
        do {
            return try HTTPLocation(parsing: "\(scheme.rawValue)://\(host)").origin
        } catch {
            throw .invalid("\(error)")
        }
    }
}

// MARK: - Sending

extension RegistryHost {
    /// Sends a request until it's answered: with credentials when they are
    /// asked for, and again after a pause when the registry has trouble.
    func perform(_ call: RegistryCall) throws(RegistryError) -> RegistryAnswer {
        var retry = RetryPolicy(transport.limits)
        while true {
            do {
                let answer = try authorized(call)
                guard call.isRepeatable, RetryPolicy.mayHelp(after: answer.status),
                    retry.pause(asked: RetryPolicy.askedPause(answer.head.headers))
                else { return answer }
            } catch {
                switch error {
                case .failure(let failure):
                    guard failure.cause == .lost, call.isRepeatable, retry.pause() else { throw failure.registryError }
                case .error(let error): throw error
                }
            }
        }
    }

    /// Either may keep a request from its answer; only a failure may be passing.
    private enum Obstacle: Error {
        case failure(ExchangeFailure)
        case error(RegistryError)
    }

    /// Answers at most two challenges: the first may be due to a token that was good until now.
    private func authorized(_ call: RegistryCall) throws(Obstacle) -> RegistryAnswer {
        var header = try obstacle { () throws(RegistryError) in try authenticator.header(for: call.scopes) }
        for _ in 0..<2 {
            let answer = try followed(call, header)
            guard answer.status == .unauthorized else { return answer }
            authenticator.forget(call.scopes)
            let challenges = answer.head.headers["www-authenticate"].flatMap(Challenge.parse)
            let origin = answer.location.origin
            let asker = Authenticator.Asker(
                origin: origin, isVerified: origin.scheme == .https && !settings.insecure)
            header = try obstacle { () throws(RegistryError) in
                // Who a redirect led to has no claim to this registry's credentials.
                guard try isOwn(origin) else { throw .denied("it redirects to \(origin), which wants credentials") }
                return try authenticator.answer(challenges, of: asker, for: call.scopes)
            }
        }
        return try followed(call, header)
    }

    private func obstacle<Value>(_ body: () throws(RegistryError) -> Value) throws(Obstacle) -> Value {
        do {
            return try body()
        } catch {
            throw .error(error)
        }
    }

    private func isOwn(_ origin: HTTPLocation.Origin) throws(RegistryError) -> Bool {
        guard let scheme = scheme.withLock({ $0 }) else { return false }
        return try self.origin(scheme) == origin
    }

    /// Sends a request and follows where it's redirected.
    private func followed(_ call: RegistryCall, _ header: String?) throws(Obstacle) -> RegistryAnswer {
        var answer = try sent(call, header)
        for _ in 0..<5 {
            let isRedirect = [301, 302, 303, 307, 308].contains(answer.status.code)
            guard isRedirect, call.method == .GET || call.method == .HEAD else { return answer }
            let target = try obstacle { () throws(RegistryError) in try answer.redirectTarget() }
            let isOwn = try obstacle { () throws(RegistryError) in try isOwn(target.origin) }
            answer = try sent(call, to: target, isOwn ? header : nil)
        }
        throw .error(.invalid("it redirects more than five times"))
    }

    private func sent(_ call: RegistryCall, _ header: String?) throws(Obstacle) -> RegistryAnswer {
        switch call.place {
        case .location(let location):
            let isOwn = try obstacle { () throws(RegistryError) in try isOwn(location.origin) }
            return try sent(call, to: location, isOwn ? header : nil)
        case .path(let path):
            if let scheme = scheme.withLock({ $0 }) { return try sent(call, path, by: scheme, header) }
            return try sentByGuess(call, path, header)
        }
    }

    private func sent(
        _ call: RegistryCall, _ path: String, by scheme: HTTPLocation.Scheme, _ header: String?
    ) throws(Obstacle) -> RegistryAnswer {
        let origin = try obstacle { () throws(RegistryError) in try origin(scheme) }
        return try sent(call, to: HTTPLocation(origin, target: path), header)
    }

    /// TLS, and on this machine plain HTTP if it's clear that no TLS is spoken, as Docker does.
    private func sentByGuess(
        _ call: RegistryCall, _ path: String, _ header: String?
    ) throws(Obstacle) -> RegistryAnswer {
        let isLoopback = try obstacle { () throws(RegistryError) in try origin(.https).isLoopback }
        do {
            let answer = try sent(call, path, by: .https, header)
            scheme.withLock { $0 = .https }
            return answer
        } catch {
            guard isLoopback, case .failure(let failure) = error, failure.cause == .notTLS || failure.cause == .lost
            else { throw error }
            let answer = try sent(call, path, by: .http, header)
            scheme.withLock { $0 = .http }
            return answer
        }
    }

    private func sent(
        _ call: RegistryCall, to location: HTTPLocation, _ header: String?
    ) throws(Obstacle) -> RegistryAnswer {
        do {
            var request = HTTPRequest(method: call.method, location: location, headers: call.headers)
            request.body = try call.body()
            request.headers.replaceOrAdd(name: "User-Agent", value: "skiff")
            if let header { request.headers.replaceOrAdd(name: "Authorization", value: header) }
            let exchange = try transport.send(request)
            return RegistryAnswer(head: try exchange.head(), exchange: exchange, location: location)
        } catch {
            throw .failure(error)
        }
    }
}

extension RegistryAnswer {
    /// Where it redirects to. Never from TLS to plain HTTP, nor to anything but HTTP.
    fileprivate func redirectTarget() throws(RegistryError) -> HTTPLocation {
        let target = try namedLocation()
        guard target.origin.scheme == .https || location.origin.scheme == .http else {
            throw .invalid("it redirects from https to \(target.origin), which is refused")
        }
        return target
    }
}

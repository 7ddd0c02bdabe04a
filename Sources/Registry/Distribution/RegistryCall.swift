import NIOHTTP1

/// A request of the distribution API, before it's known how to reach the registry.
struct RegistryCall {
    /// Where it goes.
    enum Place {
        /// Beneath the registry's root: `/v2/library/busybox/tags/list`.
        case path(String)
        /// An address that the registry gave, as for an upload.
        case location(HTTPLocation)
    }

    var method: HTTPMethod = .GET
    var place: Place
    var headers = HTTPHeaders()
    /// What the token must allow: `repository:library/busybox:pull`.
    var scopes: [String] = []
    /// Made anew each time that the request is sent.
    var body: () throws(ExchangeFailure) -> HTTPRequest.Body = { .none }
    /// Whether it may be sent again after the connection was lost. A part of an upload may not.
    var isRepeatable = true

    init(_ method: HTTPMethod = .GET, _ place: Place, scopes: [String] = []) {
        self.method = method
        self.place = place
        self.scopes = scopes
    }
}

/// A registry's answer, its body not read so far.
struct RegistryAnswer {
    let head: HTTPResponseHead
    let exchange: Exchange
    /// Where it came from, after redirects.
    let location: HTTPLocation

    var status: HTTPResponseStatus { head.status }

    func header(_ name: String) -> String? { head.headers.first(name: name) }

    /// Where the `Location` header leads: never from TLS to plain HTTP, nor to anything but HTTP.
    func namedLocation() throws(RegistryError) -> HTTPLocation {
        guard let reference = header("location") else { throw .invalid("it answers without a Location header") }
        let target: HTTPLocation
        do {
            target = try location.resolving(reference)
        } catch {
            throw .invalid("it answers with a Location that can't be used: \(error)")
        }
        guard target.origin.scheme == .https || location.origin.scheme == .http else {
            throw .invalid("it leads from https to \(target.origin), which is refused")
        }
        return target
    }

    /// Reads an answer of which nothing but its head is wanted to its end: a connection in the middle
    /// of an answer can't be used again.
    func finish() {
        // One that is long, or breaks off, costs its connection and nothing else.
        _ = try? exchange.body(limit: 64 << 10)
    }

    /// The whole body.
    func body(limit: Int) throws(RegistryError) -> [UInt8] {
        try attempt { () throws(ExchangeFailure) in try exchange.body(limit: limit) }
    }

    /// The error that the answer stands for.
    /// - Parameter missing: what to say when it's that something isn't there.
    func refusal(missing: String, advice: String) -> RegistryError {
        // A refusal that can't be read to its end, or is too long, is told by its status alone.
        let answer = (try? exchange.body(limit: 64 << 10)).flatMap { ErrorAnswer($0) }
        let said = answer.map { ": \($0)" } ?? ""
        switch status.code {
        case 401, 403: return .denied("access is denied\(said)\(advice)")
        case 404: return .notFound(answer?.code == "NAME_UNKNOWN" ? "there is no such repository" : missing)
        case 429: return .unavailable("it has had too many requests\(said)")
        case 500...: return .unavailable("it is in trouble (status \(status.code))\(said)")
        default: return .invalid("it answers with status \(status.code)\(said)")
        }
    }
}

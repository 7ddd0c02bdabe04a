import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Opens connections and sends requests on them; connections are kept and used
/// again. Redirects are the caller's to follow. One for a whole command.
final class Transport: Sendable {
    let configuration: RegistryConfiguration
    private let proxies: ProxySettings
    /// By the proxy that the requests go through; made when the first one does.
    private let clients = Mutex<[HTTPLocation.Origin?: HTTPClient]>([:])
    /// By whom is spoken to: reading certificates takes its time.
    private let tlsConfigurations = Mutex<[HTTPLocation.Origin: TLSConfiguration]>([:])

    var limits: TransferLimits { configuration.limits }

    init(_ configuration: RegistryConfiguration, proxies: ProxySettings) {
        self.configuration = configuration
        self.proxies = proxies
    }

    deinit {
        for client in clients.withLock({ $0.values }) {
            // All that can go wrong is that a connection isn't closed in time.
            try? client.syncShutdown()
        }
    }

    /// Sends a request, with the whole of its body.
    func send(_ request: HTTPRequest) throws(ExchangeFailure) -> Exchange {
        let tls = try tls(for: request.location.origin)
        let client = client(for: request.location.origin)
        let channel = AnswerChannel()
        let loop = client.eventLoopGroup.next()
        let bodyEnd = loop.makePromise(of: Void.self)
        let message: HTTPClient.Request
        do {
            message = try HTTPClient.Request(
                url: request.location.description, method: request.method, headers: request.headers,
                body: Self.body(request.body, channel, bodyEnd), tlsConfiguration: tls)
        } catch {
            bodyEnd.succeed()
            throw ExchangeFailure(error)
        }
        let task = client.execute(request: message, delegate: channel, eventLoop: .delegate(on: loop))
        let exchange = Exchange(channel: channel, task: task, bodyEnd: bodyEnd, limits: limits)
        if case .stream(let source, let size) = request.body { try exchange.send(source, size: size) }
        return exchange
    }

    private static func body(
        _ body: HTTPRequest.Body, _ channel: AnswerChannel, _ end: EventLoopPromise<Void>
    ) -> HTTPClient.Body? {
        switch body {
        case .none: nil
        case .bytes(let bytes): .bytes(bytes)
        case .stream(_, let size):
            .stream(contentLength: size) { writer in
                channel.acceptBody(by: writer)
                return end.futureResult
            }
        }
    }

    private func tls(for origin: HTTPLocation.Origin) throws(ExchangeFailure) -> TLSConfiguration? {
        guard origin.scheme == .https else { return nil }
        if let known = tlsConfigurations.withLock({ $0[origin] }) { return known }
        let tls = try configuration.tls(for: origin)
        tlsConfigurations.withLock { $0[origin] = tls }
        return tls
    }

    private func client(for origin: HTTPLocation.Origin) -> HTTPClient {
        let proxy = proxies.proxy(for: origin)
        return clients.withLock { clients in
            if let client = clients[proxy] { return client }
            let client = HTTPClient(
                eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
                configuration: clientConfiguration(proxy))
            clients[proxy] = client
            return client
        }
    }

    private func clientConfiguration(_ proxy: HTTPLocation.Origin?) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(Int64(limits.connecting))))
        configuration.httpVersion = .http1Only
        configuration.proxy = proxy.map { .server(host: $0.host, port: $0.port) }
        // Who isn't there is not asked again and again until a deadline: we know better when to retry.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}

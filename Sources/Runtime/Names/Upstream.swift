import LinuxSystem
import Networks

/// A server that knows the world's names.
struct UpstreamServer: Hashable {
    let endpoint: Endpoint
    /// It is asked from within the container: it is a program of it.
    let isInContainer: Bool
}

/// Whom to ask about names that are no container's.
struct Upstream {
    /// As they were given; empty: the host's.
    let given: [UpstreamServer]
    /// A network that leads nowhere keeps questions in, too: they would carry
    /// out what the container may not.
    let isClosed: Bool
    private var host = HostResolver()
    /// Which of the servers answered last when the first ones didn't, as an
    /// index, and until when it is asked first.
    private var preferred = 0
    private var preferredUntil: Uptime?

    /// Milliseconds after which the first one is tried again.
    private static let preference: Int64 = 30_000

    init(_ network: ContainerNetwork) {
        given = (network.resolver?.servers ?? []).filter { $0 != NameServer.address }.map {
            UpstreamServer(endpoint: Endpoint($0, port: 53), isInContainer: $0.isLoopback)
        }
        isClosed = network.attachments.allSatisfy(\.gateways.isEmpty)
    }

    /// Those that there are now, in their order.
    mutating func servers() -> [UpstreamServer] {
        guard !isClosed else { return [] }
        guard given.isEmpty else { return given }
        return host.current().servers.compactMap(\.endpoint).map { UpstreamServer(endpoint: $0, isInContainer: false) }
    }

    /// The index of the one to begin with.
    mutating func first(of count: Int, now: Uptime) -> Int {
        if let preferredUntil, preferredUntil <= now { (preferred, self.preferredUntil) = (0, nil) }
        return preferred < count ? preferred : 0
    }

    /// That one has answered after others had not.
    mutating func prefer(_ index: Int) {
        guard index != preferred else { return }
        preferred = index
        preferredUntil = .now() + Self.preference
    }
}

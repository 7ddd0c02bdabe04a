/// How long a registry may let wait, and how much it may say.
public struct TransferLimits: Hashable, Sendable {
    /// Seconds until a connection must stand.
    public var connecting = 15
    /// Seconds of waiting after which what has come meanwhile is held against `slowest`; nothing at
    /// all in that time is the end, too. Time in which nobody wants bytes doesn't count.
    public var window: Double = 60
    /// The bytes a second that must come while someone waits for them.
    public var slowest = 1024
    /// How often a request is tried in all.
    public var attempts = 5
    /// Seconds before the second attempt; it doubles with each.
    public var firstPause: Double = 0.5
    /// The longest time to wait between attempts, even if the registry asks for more; in seconds.
    public var longestPause: Double = 30

    public init() {}
}

/// Counts the time that was waited for bytes, and gives up on those that drip.
struct Patience {
    private let limits: TransferLimits
    private var waited: Double = 0
    private var received = 0

    init(_ limits: TransferLimits) {
        self.limits = limits
    }

    /// The seconds that may be waited now.
    var remaining: Double { max(limits.window - waited, 0) }

    /// Notes that after so many seconds so many bytes had come.
    mutating func note(seconds: Double, bytes: Int) throws(ExchangeFailure) {
        waited += seconds
        received += bytes
        guard waited >= limits.window else { return }
        guard received > 0 else {
            throw ExchangeFailure(.lost, "nothing came for \(Int(limits.window)) seconds")
        }
        guard Double(received) >= Double(limits.slowest) * limits.window else {
            throw ExchangeFailure(.lost, "only \(received) bytes came in \(Int(limits.window)) seconds of waiting")
        }
        waited = 0
        received = 0
    }
}

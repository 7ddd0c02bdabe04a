import Synchronization

/// How far the parts of a transfer have come: layers that are loaded, pulled
/// or pushed. Threads that work tell it; another one looks at it and draws.
public final class TransferProgress: Sendable {
    /// What is being done with one part.
    public enum Phase: Hashable, Sendable {
        /// Its turn has not come.
        case waiting
        /// Another process is fetching the same.
        case waitingForOther
        /// Nothing is to be done: it is there already.
        case exists
        /// Read from an archive, and unpacked meanwhile.
        case loading
        /// Fetched from a registry, and unpacked meanwhile.
        case downloading
        /// What an interrupted transfer has left is read again.
        case verifying
        /// All bytes have come; the last of them are being unpacked.
        case unpacking
        /// Sent to a registry.
        case uploading
        /// The registry took it from another repository.
        case mounted(from: String)
        /// The origin failed and is asked again.
        case retrying
        case complete
    }

    /// One part, as it is shown on a line.
    public struct Item: Hashable, Sendable {
        /// A digest's first twelve digits, or a name.
        public let label: String
        /// Bytes as they are transferred; `nil` when that isn't known.
        public var total: Int64?
        /// Bytes so far.
        public var done: Int64
        /// What is being done.
        public var phase: Phase
    }

    private let items = Mutex([Item]())

    public init() {}

    /// All parts, in the order in which they were added.
    public func snapshot() -> [Item] {
        items.withLock { $0 }
    }

    /// Adds a part.
    /// - Returns: its number, for the calls below.
    public func add(_ label: some StringProtocol, total: Int64?, phase: Phase = .waiting) -> Int {
        items.withLock { items in
            items.append(Item(label: String(label), total: total, done: 0, phase: phase))
            return items.count - 1
        }
    }

    /// Forgets all parts: the transfer begins anew.
    public func removeAll() {
        items.withLock { $0 = [] }
    }

    /// Begins another phase of a part; bytes done so far stay.
    public func set(_ phase: Phase, of item: Int) {
        items.withLock { $0[item].phase = phase }
    }

    /// Adds bytes to what is done of a part.
    public func advance(_ item: Int, by count: Int64) {
        items.withLock { $0[item].done += count }
    }

    /// Sets what is done of a part: zero when it begins anew.
    public func setDone(_ done: Int64, of item: Int) {
        items.withLock { $0[item].done = done }
    }
}

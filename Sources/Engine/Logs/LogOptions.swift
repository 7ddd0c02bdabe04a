import LinuxSystem

extension Engine {
    /// What `skiff logs` was asked for.
    public struct LogOptions: Sendable {
        /// Goes on until the container, with all its restarts, has ended.
        public var follow = false
        /// Only the last lines; `nil` for all.
        public var tail: Int?
        /// Only what was written then or later.
        public var since: Timestamp?
        /// Only what was written then or before; of those, `tail` counts.
        public var until: Timestamp?

        public init() {}
    }
}

/// Who gets a log's entries.
public protocol LogReceiver {
    /// An entry, in its order.
    /// - Returns: whether more is wanted.
    mutating func receive(_ entry: borrowing LogEntry) -> Bool

    /// A part of the log can't be read; a sentence.
    mutating func miss(_ sentence: String)

    /// For the moment there is no other.
    mutating func pause()
}

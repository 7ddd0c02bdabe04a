import CShim
import Glibc

/// What is waited for on a descriptor (epoll_ctl(2)).
public struct Readiness: OptionSet, Sendable {
    /// The bits as `epoll_event` has them.
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// EPOLLIN.
    public static let readable = Readiness(rawValue: UInt32(SKIFF_READABLE))
    /// EPOLLOUT.
    public static let writable = Readiness(rawValue: UInt32(SKIFF_WRITABLE))
    /// EPOLLPRI: for cgroup and pressure files, that they have changed.
    public static let priority = Readiness(rawValue: UInt32(SKIFF_PRIORITY))
    /// Always reported, whether asked for or not.
    public static let hangUp = Readiness(rawValue: UInt32(SKIFF_HANG_UP))
    /// EPOLLERR; always reported, too.
    public static let failed = Readiness(rawValue: UInt32(SKIFF_FAILED))
}

/// A descriptor became ready.
public struct ReadyEvent: Sendable {
    /// What `add` was given for the descriptor.
    public let token: UInt64
    /// What it is ready for.
    public let readiness: Readiness
}

/// Waits for many descriptors at once (epoll(7)), level-triggered.
public struct EventQueue: ~Copyable {
    /// Readable when something is ready: one queue may wait for another.
    public let descriptor: Descriptor

    public init() throws(SystemError) {
        descriptor = try Descriptor(owning: check(skiff_epoll_create(), "create", "an event queue"))
    }

    /// Starts to watch; `token` comes back with each of its events.
    public func add(_ watched: borrowing Descriptor, _ readiness: Readiness, token: UInt64) throws(SystemError) {
        try control(SKIFF_WATCH_ADD, watched.number, readiness, token)
    }

    /// Changes what is watched for.
    public func modify(_ watched: borrowing Descriptor, _ readiness: Readiness, token: UInt64) throws(SystemError) {
        try control(SKIFF_WATCH_MODIFY, watched.number, readiness, token)
    }

    /// Stops watching. A descriptor that is closed is forgotten by itself,
    /// unless a duplicate of it lives.
    public func remove(_ watched: borrowing Descriptor) throws(SystemError) {
        try control(SKIFF_WATCH_REMOVE, watched.number, [], 0)
    }

    private func control(
        _ operation: skiff_watch, _ number: CInt, _ readiness: Readiness, _ token: UInt64
    ) throws(SystemError) {
        try check(
            skiff_epoll_watch(descriptor.number, operation, number, readiness.rawValue, token), "watch",
            "descriptor \(number)")
    }

    /// Waits for at least one event.
    /// - Parameter milliseconds: -1 waits without end; an empty answer means the time is over.
    public func wait(milliseconds: CInt = -1) throws(SystemError) -> [ReadyEvent] {
        var events = [skiff_event](repeating: skiff_event(), count: 16)
        let count = try check(
            skiff_epoll_wait(descriptor.number, &events, CInt(events.count), milliseconds), "wait", "for events")
        return events.prefix(Int(count)).map {
            ReadyEvent(token: $0.token, readiness: Readiness(rawValue: $0.readiness))
        }
    }
}

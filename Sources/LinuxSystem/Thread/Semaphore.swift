import Glibc

/// A number that threads count down, waiting while it is zero, and count up
/// (sem_overview(7)).
public final class Semaphore: Sendable {
    /// Safe to share: semaphores are made for it, and this one stays where it is.
    nonisolated(unsafe) private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    public init(_ value: UInt32) {
        semaphore.initialize(to: sem_t())
        // Fails only for a value beyond SEM_VALUE_MAX.
        sem_init(semaphore, 0, value)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Takes one, as soon as there is one (sem_wait(3)).
    public func wait() {
        // EINTR is the only failure: a signal's handler ran.
        while sem_wait(semaphore) != 0 {}
    }

    /// Gives one, and wakes who waits for it (sem_post(3)).
    public func signal() {
        sem_post(semaphore)
    }
}

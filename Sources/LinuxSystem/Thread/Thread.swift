import Glibc
import Synchronization

/// A thread of this process with exactly one owner (pthreads(7)), who waits
/// for it: with `join()` for what it answers, or by letting go of it.
///
/// All signals are blocked in it: they are for the threads that a program has
/// chosen to handle them.
public struct Thread<Value: ~Copyable & Sendable>: ~Copyable, Sendable {
    private let number: pthread_t
    private let outcome: Outcome<Value>

    /// Starts a thread.
    /// - Parameter body: what it runs; what that uses belongs to it from now on.
    /// - Throws: EAGAIN when a limit for threads is reached.
    public static func start(_ body: sending @escaping () -> Value) throws(SystemError) -> Thread {
        let outcome = Outcome<Value>()
        let work = Unmanaged.passRetained(
            Work {
                let value = body()
                outcome.keep(value)
            })
        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        var number = pthread_t()
        let result = pthread_create(
            &number, nil,
            { work in
                guard let work else { return nil }
                Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        guard result == 0 else {
            work.release()
            throw SystemError("start", "a thread", errno: result)
        }
        return Thread(number: number, outcome: outcome)
    }

    private init(number: pthread_t, outcome: Outcome<Value>) {
        self.number = number
        self.outcome = outcome
    }

    deinit {
        pthread_join(number, nil)
    }

    /// Waits for the thread's end.
    /// - Returns: what its body did.
    public consuming func join() -> Value {
        let outcome = outcome
        // Letting go waits.
        _ = consume self
        guard let value = outcome.take() else {
            preconditionFailure("a thread that has ended has an outcome")
        }
        return value
    }
}

/// What a thread leaves behind.
private final class Outcome<Value: ~Copyable & Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func keep(_ outcome: consuming sending Value) {
        var outcome = Optional(outcome)
        value.withLock { $0 = outcome.take() }
    }

    func take() -> Value? { value.withLock { $0.take() } }
}

/// What a thread runs; a C function takes nothing but a pointer to it.
private final class Work {
    let run: () -> Void

    init(_ run: @escaping () -> Void) {
        self.run = run
    }
}

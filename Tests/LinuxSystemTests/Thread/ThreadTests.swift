import Glibc
import Synchronization
import Testing

@testable import LinuxSystem

@Suite("threads")
struct ThreadTests {
    @Test("a thread answers what it found, and has all signals blocked")
    func joining() throws {
        let thread = try Thread.start {
            var blocked = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &blocked)
            return sigismember(&blocked, SIGTERM) + sigismember(&blocked, SIGINT)
        }
        #expect(thread.join() == 2)
    }

    @Test("letting go of a thread waits for its end")
    func lettingGo() throws {
        let isDone = Atomic(false)
        do {
            _ = try Thread.start {
                usleep(20_000)
                isDone.store(true, ordering: .relaxed)
            }
        }
        let wasDone = isDone.load(ordering: .relaxed)
        #expect(wasDone)
    }

    @Test("a semaphore lets as many pass as it was given")
    func counting() throws {
        let semaphore = Semaphore(2)
        let passed = Atomic(0)
        let thread = try Thread.start {
            for _ in 0..<5 {
                semaphore.wait()
                passed.add(1, ordering: .relaxed)
            }
        }
        usleep(20_000)
        let first = passed.load(ordering: .relaxed)
        #expect(first == 2)
        for _ in 0..<3 { semaphore.signal() }
        thread.join()
        let all = passed.load(ordering: .relaxed)
        #expect(all == 5)
    }
}

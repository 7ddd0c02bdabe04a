import LinuxSystem
import Synchronization

/// The threads that bring layers in, several at once, in the order in which
/// they are needed. Whoever lets go of them waits for them.
struct LayerWorkers: ~Copyable {
    /// Each has threads of its own that read ahead, so that one layer alone
    /// keeps two cores busy.
    private static let most = 3

    private var workers: [Worker] = []

    init(_ jobs: [LayerJob], in transfer: Transfer) throws(ImageError) {
        let queue = Queue(jobs)
        do {
            for _ in 0..<min(Self.most, jobs.count) {
                workers.append(Worker(try Thread.start { queue.work(in: transfer) }))
            }
        } catch {
            throw transfer.fail(ImageError(error))
        }
    }

    private final class Worker {
        private let thread: Thread<Void>

        init(_ thread: consuming Thread<Void>) {
            self.thread = thread
        }
    }

    private final class Queue: Sendable {
        private let jobs: [LayerJob]
        private let next = Atomic(0)

        init(_ jobs: [LayerJob]) {
            self.jobs = jobs
        }

        /// Runs what nobody has begun yet.
        func work(in transfer: Transfer) {
            while true {
                let number = next.add(1, ordering: .relaxed).oldValue
                guard number < jobs.count else { return }
                jobs[number].run(in: transfer)
            }
        }
    }
}

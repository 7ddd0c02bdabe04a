import Glibc
import Synchronization

/// A point that several threads have to reach before any goes on.
final class Meeting: Sendable {
    private let size: Int
    private let present = Atomic(0)
    private let wasMissed = Atomic(false)

    init(of size: Int) {
        self.size = size
    }

    /// Waits for the others, up to five seconds.
    func attend() {
        present.add(1, ordering: .sequentiallyConsistent)
        for _ in 0..<5000 {
            if present.load(ordering: .sequentiallyConsistent) >= size { return }
            usleep(1000)
        }
        wasMissed.store(true, ordering: .sequentiallyConsistent)
    }

    /// Whether all came while the first still waited.
    var tookPlace: Bool {
        present.load(ordering: .sequentiallyConsistent) >= size && !wasMissed.load(ordering: .sequentiallyConsistent)
    }
}

import Glibc
import Synchronization

/// A point that several threads have to reach before any goes on.
final class Meeting: Sendable {
    private let size: Int
    private let present = Atomic(0)

    init(of size: Int) {
        self.size = size
    }

    /// Waits for the others, up to five seconds.
    func attend() {
        present.add(1, ordering: .sequentiallyConsistent)
        for _ in 0..<5000 where !tookPlace { usleep(1000) }
    }

    /// Whether all came.
    var tookPlace: Bool { present.load(ordering: .sequentiallyConsistent) >= size }
}

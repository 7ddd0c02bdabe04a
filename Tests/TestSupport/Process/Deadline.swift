/// A moment by which something has to have happened.
public struct Deadline: Sendable {
    private let end: ContinuousClock.Instant

    /// - Parameter duration: on an ordinary machine; a slow one has `SKIFF_TEST_PATIENCE` times as much.
    public init(after duration: Duration) {
        end = .now + duration * Patience.factor
    }

    /// What poll(2) takes: whole milliseconds, rounded up; 0 once it is over.
    public var milliseconds: CInt {
        let rest = ContinuousClock.now.duration(to: end)
        guard rest > .zero else { return 0 }
        return CInt(clamping: Int(rest / .milliseconds(1)) + 1)
    }

    public var isOver: Bool { milliseconds == 0 }
}

/// A moment by which something has to have happened.
public struct Deadline: Sendable {
    private let end: ContinuousClock.Instant

    public init(after duration: Duration) {
        end = .now + duration
    }

    /// What poll(2) takes: whole milliseconds, rounded up; 0 once it is over.
    public var milliseconds: CInt {
        let rest = ContinuousClock.now.duration(to: end)
        guard rest > .zero else { return 0 }
        return CInt(clamping: Int(rest / .milliseconds(1)) + 1)
    }

    public var isOver: Bool { milliseconds == 0 }
}

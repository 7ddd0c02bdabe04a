/// How somebody stays with a container.
public struct AttachOptions: Sendable {
    /// Standard input goes to the container.
    public var input: Bool
    /// What is typed to leave the container running.
    public var detachKeys: DetachKeys
    /// Signals that this process gets go to the container.
    public var forwardsSignals: Bool

    public init(input: Bool, detachKeys: DetachKeys = .standard, forwardsSignals: Bool = true) {
        self.input = input
        self.detachKeys = detachKeys
        self.forwardsSignals = forwardsSignals
    }
}

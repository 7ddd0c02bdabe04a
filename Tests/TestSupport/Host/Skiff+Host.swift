import Testing

extension Skiff {
    /// Expects the host, and this state directory, to be as they were, or to
    /// become so within five seconds: what ends in the background takes its time.
    public func expectHost(
        unchangedSince before: HostSnapshot, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var differences = [String]()
        let isSettled = try eventually {
            differences = try HostSnapshot(of: self).differences(since: before)
            return differences.isEmpty
        }
        guard !isSettled else { return }
        Issue.record("the host has changed: \(differences.joined(separator: "; "))", sourceLocation: sourceLocation)
    }
}

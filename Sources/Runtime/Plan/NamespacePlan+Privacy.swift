import LinuxSystem

extension NamespacePlan {
    /// Whether the container has a namespace of the kind that is not this
    /// process's own: a new one, or an existing one of others. What is set
    /// there doesn't reach the host.
    borrowing func isPrivate(_ type: UInt64) -> Bool {
        (created | createdLater) & type != 0 || joined.contains { $0.type == type && !$0.isOwn }
    }
}

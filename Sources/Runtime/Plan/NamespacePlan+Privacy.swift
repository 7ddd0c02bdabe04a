import Glibc

extension NamespacePlan {
    /// Whether the container has a namespace of the kind that is not this
    /// process's own: a new one, or an existing one of others. What is set
    /// there doesn't reach the host.
    func isPrivate(_ type: UInt64) -> Bool {
        if (created | createdLater) & type != 0 { return true }
        guard let existing = joined.first(where: { $0.type == type }) else { return false }
        var other = stat()
        var own = stat()
        guard stat(existing.path, &other) == 0, stat("/proc/self/ns/\(Self.file(of: type))", &own) == 0 else {
            return false
        }
        return (other.st_dev, other.st_ino) != (own.st_dev, own.st_ino)
    }

    /// The name below /proc/PID/ns (namespaces(7)).
    private static func file(of type: UInt64) -> String {
        switch type {
        case NamespaceNames.mount: "mnt"
        case NamespaceNames.network: "net"
        default: NamespaceNames.list(type)
        }
    }
}

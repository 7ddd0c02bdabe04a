import LinuxSystem
import OCI

extension RuntimeSpec {
    /// Begins to make the container's network namespace if it is to have a new
    /// one that belongs to this process's user namespace, as one that is made
    /// by this process does.
    func beginNetwork() -> NewNetworkNamespace? {
        let namespaces = linux?.namespaces ?? []
        guard namespaces.contains(where: { $0.type == .network && ($0.path ?? "").isEmpty }),
            !namespaces.contains(where: { $0.type == .user })
        else { return nil }
        // Without a thread it is made with the container's process.
        return try? NewNetworkNamespace.begin()
    }
}

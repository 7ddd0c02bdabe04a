import LinuxSystem

extension Supervisor {
    /// The container's name server is one descriptor of the loop.
    func watchNames() throws(SystemError) {
        guard let server = starter.connection.nameServer else { return }
        try events.add(server.queue.descriptor, .readable, token: Token.names)
    }

    /// A run's links have gone with its namespace: what led to them goes, too.
    func endNetwork() -> [String] { starter.connection.end() }

    /// Somebody has written down anew what the container has of networks.
    func changeNetwork() throws {
        guard let current else { throw RuntimeError.refused("it is not running") }
        let namespace = try Descriptor.open("/proc/\(current.pid)/ns/net", [.readOnly])
        defer {
            // One that can't be watched answers nobody: the container is no worse off than without.
            try? watchNames()
        }
        try starter.connection.change(in: namespace)
    }
}

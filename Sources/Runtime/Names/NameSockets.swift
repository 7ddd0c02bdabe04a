import LinuxSystem
import Networks

/// The two sockets at which a container's programs ask.
struct NameSockets: ~Copyable {
    let datagrams: InternetSocket
    let listener: InternetSocket
    /// By which questions are led to them; kept because closing it at once would wait.
    var rules: NetlinkSocket?

    /// Opens them in a namespace, so that they are reached at port 53 of the
    /// address that resolv.conf names there. That port itself is taken only
    /// where the kernel can't redirect.
    static func open(in namespace: borrowing Descriptor) throws(SystemError) -> NameSockets {
        var sockets = try NameSockets(in: namespace, port: 0)
        do throws(SystemError) {
            let rules = try NameRedirection(of: NameServer.address).establish(
                datagrams: sockets.datagrams.name().port, stream: sockets.listener.name().port, in: namespace)
            sockets.rules = .some(rules)
            return sockets
        } catch {
            // It has no packet filter, or one that changes no packets.
            return try NameSockets(in: namespace, port: 53)
        }
    }

    /// - Parameter port: 0: whichever is free.
    private init(in namespace: borrowing Descriptor, port: UInt16) throws(SystemError) {
        let endpoint = Endpoint(NameServer.address, port: port)
        let datagrams = try InternetSocket(.datagrams, .v4, in: .some(namespace.duplicate()))
        try datagrams.bind(to: endpoint)
        let listener = try InternetSocket(.stream, .v4, in: .some(namespace.duplicate()))
        try listener.bind(to: endpoint)
        try listener.listen(backlog: 16)
        self.datagrams = datagrams
        self.listener = listener
    }
}

import LinuxSystem
import Network

/// The two sockets at which a container's programs ask.
struct NameSockets: ~Copyable {
    let datagrams: InternetSocket
    let listener: InternetSocket

    /// Opens them in a namespace, at the address that resolv.conf names there.
    /// - Parameter port: 0: whichever is free.
    init(in namespace: borrowing Descriptor, port: UInt16) throws(SystemError) {
        let endpoint = Endpoint(NameServer.address, port: port)
        let datagrams = try InternetSocket(.datagrams, .v4, in: .some(namespace.duplicate()))
        try datagrams.bind(to: endpoint)
        listener = try InternetSocket(.stream, .v4, in: .some(namespace.duplicate()))
        try listener.bind(to: endpoint)
        try listener.listen(backlog: 16)
        self.datagrams = datagrams
    }
}

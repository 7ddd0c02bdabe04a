import CShim
import Glibc

/// Sockets with a name in a directory (unix(7)). The kernel takes 107 bytes of
/// path; here the directory is open already, so that its own path may be as
/// long as it likes.
public enum UnixSocket {
    /// Makes the socket, for its owner alone, and listens; one connection may wait. EADDRINUSE: the
    /// name is taken.
    public static func listen(
        _ name: String, in directory: borrowing Descriptor, type: SocketType
    ) throws(SystemError) -> Descriptor {
        let result = skiff_unix_listen("\(directory.procPath)/\(name)", type.number)
        return try Descriptor(owning: check(result, "listen on the socket", name))
    }

    /// ENOENT: there is no such socket; ECONNREFUSED: nobody listens any more.
    public static func connect(
        _ name: String, in directory: borrowing Descriptor, type: SocketType
    ) throws(SystemError) -> Descriptor {
        let result = skiff_unix_connect("\(directory.procPath)/\(name)", type.number)
        return try Descriptor(owning: check(result, "connect to the socket", name))
    }

    /// Connects to the socket at a path of the host, however long it is.
    public static func connect(_ path: String, type: SocketType) throws(SystemError) -> Descriptor {
        let slash = path.lastIndex(of: "/")
        let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        do {
            return try connect(name, in: Descriptor.open(parent, [.pathOnly, .directory]), type: type)
        } catch {
            throw SystemError("connect to the socket", path, errno: error.errno)
        }
    }
}

/// How a socket keeps what is sent apart.
public enum SocketType: Sendable {
    /// A stream of bytes.
    case stream
    /// Messages with boundaries.
    case packets

    var number: CInt {
        switch self {
        case .stream: CInt(SOCK_STREAM.rawValue)
        case .packets: CInt(SOCK_SEQPACKET.rawValue)
        }
    }
}

extension Descriptor {
    /// Sends bytes and a descriptor with them over this socket (SCM_RIGHTS);
    /// the descriptor stays the sender's too.
    public func send(_ bytes: [UInt8], with descriptor: borrowing Descriptor, name: String) throws(SystemError) {
        try check(skiff_send_descriptor(number, bytes, bytes.count, descriptor.number), "send a descriptor to", name)
    }
}

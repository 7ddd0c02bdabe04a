import Glibc
import LinuxSystem

extension LaunchedProcess {
    /// Sends the master of the terminal over a socket, as runc does: a name,
    /// and the descriptor with it.
    func sendConsole(to path: String) throws(SystemError) {
        let socket = try UnixSocket.connect(path, type: .stream)
        switch console {
        case .some(let console): try socket.send(Array("/dev/ptmx".utf8), with: console, name: path)
        case .none: throw SystemError("open", "the container's terminal", errno: ESRCH)
        }
    }

    /// Sends the pidfd over a socket.
    func sendDescriptor(to path: String) throws(SystemError) {
        let socket = try UnixSocket.connect(path, type: .stream)
        try socket.send(Array("pidfd".utf8), with: process.descriptor, name: path)
    }
}

/// Descriptors from 3 on that a caller passes through to a container.
enum PreservedDescriptors {
    /// All of them have to be open: the number of one that isn't would be given
    /// to a file of the host, and that to the container. What is closed at
    /// execve(2) this process has opened itself by now.
    static func check(_ count: CInt) throws(RuntimeError) {
        for number in 3..<(3 + count) {
            let flags = fcntl(number, F_GETFD)
            guard flags >= 0, flags & FD_CLOEXEC == 0 else {
                throw .refused("--preserve-fds \(count): descriptor \(number) is not open")
            }
        }
    }
}

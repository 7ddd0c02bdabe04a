import CShim
import Glibc

/// Tells that a file has changed (inotify(7)).
public struct FileWatch: ~Copyable {
    private let descriptor: Descriptor

    /// Watches from now on; what changed before is not told.
    public init(path: String) throws(SystemError) {
        descriptor = try Descriptor(owning: check(skiff_watch_file(path), "watch", path))
    }

    /// Whether the file changes within the time.
    public func waitForChange(milliseconds: CInt) throws(SystemError) -> Bool {
        var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        let count = poll(&entry, 1, milliseconds)
        if count < 0, errno != EINTR { throw SystemError("wait", "for a file to change", errno: errno) }
        guard count > 0 else { return false }
        var events = [UInt8](repeating: 0, count: 4096)
        while read(descriptor.number, &events, events.count) > 0 {}
        return true
    }
}

import CShim
import Glibc

/// A lock on a file that the kernel releases when its holder ends, however it
/// ends (flock(2)).
public struct FileLock: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Takes the lock, exclusively, of a file that is made when absent.
    /// `nil`: somebody else holds it.
    public static func tryExclusive(
        _ name: String, in directory: borrowing Descriptor
    ) throws(SystemError) -> FileLock? {
        let file = try directory.open(
            name, [.readWrite, .create, .noFollow], mode: 0o600, resolution: [.beneath, .noMagicLinks])
        if flock(file.number, LOCK_EX | LOCK_NB) == 0 { return FileLock(descriptor: file) }
        if errno == EWOULDBLOCK { return nil }
        throw SystemError("lock", name, errno: errno)
    }

    /// Waits until nobody holds the file's lock exclusively.
    public static func waitUntilFree(_ name: String, in directory: borrowing Descriptor) throws(SystemError) {
        let file = try directory.open(name, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        while flock(file.number, LOCK_SH) != 0 {
            if errno != EINTR { throw SystemError("wait", "for the lock of \(name)", errno: errno) }
        }
    }

    /// Whether somebody holds the file's lock exclusively.
    public static func isHeld(_ name: String, in directory: borrowing Descriptor) throws(SystemError) -> Bool {
        let file = try directory.open(name, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        if flock(file.number, LOCK_SH | LOCK_NB) == 0 { return false }
        if errno == EWOULDBLOCK { return true }
        throw SystemError("test", "the lock of \(name)", errno: errno)
    }

    private init(descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// The lock for a child process to keep: it lives as long as any copy of
    /// the descriptor is open.
    public borrowing func inheritable() -> CInt { descriptor.number }
}

import CShim
import Glibc

/// A lock on a file that the kernel releases when its holder ends, however it
/// ends (flock(2)).
public struct FileLock: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Takes the lock, exclusively, of a file that is made when absent.
    /// `nil`: somebody else holds it. Whoever only looks (`isHeld`,
    /// `waitUntilFree`) shares it for a moment, so it is tried for some time.
    public static func tryExclusive(
        _ name: String, in directory: borrowing Descriptor, milliseconds: UInt32 = 50
    ) throws(SystemError) -> FileLock? {
        let file = try directory.open(
            name, [.readWrite, .create, .noFollow], mode: 0o600, resolution: [.beneath, .noMagicLinks])
        var backoff = Backoff(milliseconds: milliseconds)
        repeat {
            if try file.lock(wait: false, name: name) { return FileLock(descriptor: file) }
        } while backoff.sleep()
        return nil
    }

    /// Takes the lock, exclusively, of a file that is made when absent; waits
    /// for whoever holds it.
    public static func exclusive(_ name: String, in directory: borrowing Descriptor) throws(SystemError) -> FileLock {
        let file = try directory.open(
            name, [.readWrite, .create, .noFollow], mode: 0o600, resolution: [.beneath, .noMagicLinks])
        _ = try file.lock(wait: true, name: name)
        return FileLock(descriptor: file)
    }

    /// Waits until nobody holds the file's lock exclusively; nobody can until
    /// the answer, a share of it, is let go.
    @discardableResult
    public static func waitUntilFree(
        _ name: String, in directory: borrowing Descriptor
    ) throws(SystemError) -> FileLock {
        let file = try directory.open(name, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        while flock(file.number, LOCK_SH) != 0 {
            if errno != EINTR { throw SystemError("wait", "for the lock of \(name)", errno: errno) }
        }
        return FileLock(descriptor: file)
    }

    /// Waits until nobody holds the file's lock, not even a share of it.
    public static func waitUntilUnused(_ name: String, in directory: borrowing Descriptor) throws(SystemError) {
        let file = try directory.open(name, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        _ = try file.lock(wait: true, name: name)
    }

    /// Whether somebody holds the file's lock exclusively.
    public static func isHeld(_ name: String, in directory: borrowing Descriptor) throws(SystemError) -> Bool {
        let file = try directory.open(name, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        if flock(file.number, LOCK_SH | LOCK_NB) == 0 { return false }
        if errno == EWOULDBLOCK { return true }
        throw SystemError("test", "the lock of \(name)", errno: errno)
    }

    /// Takes over a lock that another process has shared.
    public init(sharedBy descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// For another process, which holds the lock from then on as well: it is
    /// free when all who have it have let go.
    public func share() throws(SystemError) -> Descriptor { try descriptor.duplicate() }

    private init(descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }
}

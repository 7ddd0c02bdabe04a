import CShim
import Glibc

/// How much a file system holds (statvfs(3)).
public struct FilesystemSpace: Hashable, Sendable {
    /// Something that is counted: bytes or files.
    public struct Room: Hashable, Sendable {
        /// How much there is, free or not.
        public let total: Int64
        /// What this process may still use.
        public let available: Int64
    }

    /// Room for content.
    public let bytes: Room
    /// Inodes; `nil` when the file system makes them as it needs them.
    public let files: Room?
}

extension Descriptor {
    /// The room on the file system that holds the open file.
    public func filesystemSpace(name: String = "") throws(SystemError) -> FilesystemSpace {
        var status = statvfs()
        try checkErrno(fstatvfs(number, &status), "read the free space of", name)
        let unit = Int64(clamping: status.f_frsize)
        let bytes = FilesystemSpace.Room(
            total: Int64(clamping: status.f_blocks).multipliedClamping(by: unit),
            available: Int64(clamping: status.f_bavail).multipliedClamping(by: unit))
        let files = FilesystemSpace.Room(
            total: Int64(clamping: status.f_files), available: Int64(clamping: status.f_favail))
        return FilesystemSpace(bytes: bytes, files: files.total > 0 ? files : nil)
    }

    /// The magic number of the file system's type (statfs(2), magic.h).
    public func filesystemType(name: String = "") throws(SystemError) -> UInt32 {
        let type = skiff_filesystem_type(number)
        guard type >= 0 else { throw SystemError("read the file system type of", name, errno: CInt(-type)) }
        return UInt32(truncatingIfNeeded: type)
    }

    /// Writes all that the file system still holds in memory to its disk (syncfs(2)).
    public func synchronizeFilesystem(name: String = "") throws(SystemError) {
        try check(skiff_syncfs(number), "write to disk", name)
    }

    /// Takes the lock of the open file (flock(2)), in place of a share that it
    /// may have; it lasts until the last duplicate of the descriptor is closed,
    /// a crash included.
    /// - Parameter shared: takes a share, which others may have too.
    /// - Returns: false when someone else holds it and `wait` is false.
    public func lock(wait: Bool, shared: Bool = false, name: String = "") throws(SystemError) -> Bool {
        while true {
            if flock(number, (shared ? LOCK_SH : LOCK_EX) | (wait ? 0 : LOCK_NB)) == 0 { return true }
            if errno == EWOULDBLOCK { return false }
            if errno != EINTR { throw SystemError("lock", name, errno: errno) }
        }
    }

    /// pread(2): reads at an offset, again after a signal. Zero means the end.
    public func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64, name: String = ""
    ) throws(SystemError) -> Int {
        while true {
            let count = pread(number, buffer.baseAddress, buffer.count, Int(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw SystemError("read", name, errno: errno) }
        }
    }

    /// pwrite(2) of all of the bytes at an offset. A range that is skipped is a hole.
    public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64, name: String = "") throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let count = pwrite(number, bytes.baseAddress! + done, bytes.count - done, Int(offset) + done)
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                throw SystemError("write", name, errno: errno)
            }
        }
    }

    /// ftruncate(2): what lies beyond the old end reads as zeros.
    public func setSize(_ size: Int64, name: String = "") throws(SystemError) {
        try checkErrno(ftruncate(number, Int(size)), "set the size of", name)
    }
}

extension Int64 {
    fileprivate func multipliedClamping(by other: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}

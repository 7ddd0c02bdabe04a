import Glibc
import LinuxSystem
import OCI

extension ImageStore {
    /// How long the automatic sweep keeps what an interrupted pull has left.
    static let downloadLifetime: Int64 = 7 * 24 * 3600

    /// Removes downloads that no process is at work on.
    /// - Parameter age: seconds since the last byte came; younger ones stay.
    /// - Returns: the bytes that became free.
    @discardableResult
    public func removeDownloads(olderThan age: Int64 = 0) throws(ImageError) -> Int64 {
        var freed: Int64 = 0
        for algorithm in [Digest.Algorithm.sha256, .sha512] {
            let directory = try downloadDirectory(algorithm)
            do {
                for name in try directory.entries() {
                    freed += try Self.removeDownload(name, in: directory, olderThan: age)
                }
            } catch {
                throw ImageError(error)
            }
        }
        return freed
    }

    private static func removeDownload(
        _ name: RawPath, in directory: borrowing Descriptor, olderThan age: Int64
    ) throws(SystemError) -> Int64 {
        do {
            let file = try directory.open(name, [.readOnly, .noFollow], resolution: .beneath)
            let status = try file.status(name: name.shown)
            guard Int64(time(nil)) - Int64(status.st_mtim.tv_sec) >= age else { return 0 }
            guard try file.lock(wait: false, name: name.shown) else { return 0 }
            try directory.removeFile(name)
            return Int64(status.st_blocks) * 512
        } catch {
            // Another process was faster.
            guard error.errno == ENOENT else { throw error }
            return 0
        }
    }
}

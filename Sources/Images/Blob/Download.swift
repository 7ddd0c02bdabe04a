import Glibc
import LinuxSystem
import OCI

/// A blob's file that survives its transfer, so that the next one goes on
/// where this one broke off: `downloads/ALGORITHM/HEX`.
///
/// Whoever adds to the file has its lock alone, and never waits for another
/// one meanwhile, so that no two processes wait for each other. Once the file
/// has been verified, the lock is shared until the file is in its place: others
/// may read it, and nobody takes it for garbage.
final class Download: Sendable {
    let file: SharedDescriptor
    /// Bytes that earlier transfers have left, at most as many as there must be.
    let present: Int64
    private let directory: SharedDescriptor
    private let name: String

    private init(_ file: SharedDescriptor, present: Int64, in directory: SharedDescriptor, name: String) {
        self.file = file
        self.present = present
        self.directory = directory
        self.name = name
    }

    /// One look at the file: its lock is taken if that can be had at once.
    /// - Returns: `nil` when another process is at work on it.
    static func open(_ blob: BlobDescriptor, in store: ImageStore) throws(ImageError) -> Download? {
        let directory = try SharedDescriptor(store.downloadDirectory(blob.digest.algorithm))
        let name = String(blob.digest.hex)
        do {
            let flags: OpenFlags = [.readWrite, .create, .noFollow]
            let file = try SharedDescriptor(
                directory.descriptor.open(name, flags, mode: 0o600, resolution: .beneath))
            let isAlone = try file.descriptor.lock(wait: false, name: name)
            guard try isAlone || file.descriptor.lock(wait: false, shared: true, name: name) else { return nil }
            let download = Download(
                file, present: try Int64(file.descriptor.status(name: name).st_size), in: directory, name: name)
            // It may have got its place in the store, or been removed, before it was locked.
            guard try download.isInPlace else { return nil }
            if download.present == blob.size { return download }
            guard isAlone else { return nil }
            return download.present < blob.size ? download : try download.restarted()
        } catch {
            throw ImageError(error)
        }
    }

    /// Whether a process is at work on the download of that name.
    static func isActive(_ name: RawPath, in directory: borrowing Descriptor) throws(SystemError) -> Bool {
        do {
            let file = try directory.open(name, [.readOnly, .noFollow], resolution: .beneath)
            return try !file.lock(wait: false, shared: true, name: name.shown)
        } catch {
            // It is gone by now.
            guard error.errno == ENOENT else { throw error }
            return false
        }
    }

    /// The same file without content: what it had is not what it must be.
    func restarted() throws(ImageError) -> Download {
        let isAlone = try attempt { () throws(SystemError) in
            guard try file.descriptor.lock(wait: false, name: name), try isInPlace else { return false }
            try file.descriptor.setSize(0, name: name)
            return true
        }
        guard isAlone else { throw ImageStore.changed }
        return Download(file, present: 0, in: directory, name: name)
    }

    /// Others may read the file from now on. It is no matter when another
    /// process is faster to lock it alone: it finds the file complete.
    func share() throws(ImageError) {
        _ = try attempt { () throws(SystemError) in
            try file.descriptor.lock(wait: false, shared: true, name: name)
        }
    }

    /// Whether nothing has come so far.
    var isEmpty: Bool {
        get throws(ImageError) {
            try attempt { () throws(SystemError) in try file.descriptor.status(name: name).st_size == 0 }
        }
    }

    /// Removes the file from the downloads.
    func discard() throws(ImageError) {
        try attempt { () throws(SystemError) in
            if try isInPlace { try directory.descriptor.removeFile(name) }
        }
    }

    /// Puts the very file that was verified into the store's directory. It stays
    /// among the downloads, for others to find, until the store is known to have it.
    func link(to name: String, in blobs: borrowing Descriptor) throws(ImageError) {
        do {
            try blobs.removeTree(name)
            try file.descriptor.link(as: name, in: blobs)
        } catch {
            guard error.errno == ENOENT else { throw ImageError(error) }
            throw ImageStore.changed
        }
    }

    /// Whether the file still has its name among the downloads.
    private var isInPlace: Bool {
        get throws(SystemError) {
            guard let named = try directory.descriptor.statusIfPresent(of: name) else { return false }
            let status = try file.descriptor.status(name: name)
            return named.st_ino == status.st_ino && named.st_dev == status.st_dev
        }
    }
}

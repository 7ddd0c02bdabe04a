import Glibc
import LinuxSystem

/// A directory for what is not complete, on the store's file system. It is
/// locked while it is in use, so that one without a lock is what a crash left.
struct Staging: ~Copyable {
    let directory: Descriptor
    private let parent: Descriptor
    private let name: String

    /// - Parameter parent: the directory of all stagings.
    init(in parent: consuming Descriptor) throws(ImageError) {
        do {
            while true {
                let name = String(UInt64.random(in: .min ... .max), radix: 36)
                try parent.makeDirectory(name, mode: 0o700)
                guard let directory = try Self.lock(name, in: parent) else { continue }
                self.directory = directory
                self.name = name
                break
            }
        } catch {
            throw ImageError(error)
        }
        self.parent = parent
    }

    /// Opens and locks a new directory; `nil` when someone took it for garbage
    /// before it was locked.
    private static func lock(_ name: String, in parent: borrowing Descriptor) throws(SystemError) -> Descriptor? {
        do {
            let directory = try parent.openDirectory(name)
            guard try directory.lock(wait: false, name: name), try directory.status().st_nlink > 0 else { return nil }
            return consume directory
        } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }

    deinit {
        // What cannot be removed is garbage, and the next sweep's to report.
        try? parent.removeTree(name)
    }

    /// Whether somebody works on the staging of that name.
    static func isActive(_ name: RawPath, in parent: borrowing Descriptor) throws(SystemError) -> Bool {
        do {
            return try !parent.openDirectory(name).lock(wait: false, name: name.shown)
        } catch {
            // It is gone by now.
            guard error.errno == ENOENT else { throw error }
            return false
        }
    }

    /// Removes what crashes have left.
    /// - Parameter willRemove: is told the name of each beforehand.
    static func removeAbandoned(
        in parent: borrowing Descriptor, willRemove: (RawPath) throws(SystemError) -> Void = { _ in }
    ) throws(SystemError) {
        for name in try parent.entries() {
            do {
                let directory = try parent.openDirectory(name)
                guard try directory.lock(wait: false, name: name.shown) else { continue }
                try willRemove(name)
                try parent.removeTree(name)
            } catch {
                // Someone else was faster.
                guard error.errno == ENOENT else { throw error }
            }
        }
    }
}

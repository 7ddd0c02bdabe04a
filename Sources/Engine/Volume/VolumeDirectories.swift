import Glibc
import LinuxSystem
import StateStore

/// The directory `volumes` of the state directory: in it one of each volume's name, and in that the files, in
/// `_data`. Only root gets that far; a container sees `_data` alone.
struct VolumeDirectories: ~Copyable {
    static let name = "volumes"
    /// Where a volume has its files.
    static let dataName = "_data"
    /// No volume's name begins like that: what is on its way out, or was when a process was killed.
    private static let removedPrefix = ".removed-"

    let descriptor: Descriptor

    /// Opens the directory, and makes it at the first need.
    init(in state: StateStore) throws(SystemError) {
        descriptor = try state.directory.makeAndOpenDirectory(Self.name, mode: 0o700)
    }

    /// Makes a volume's directories; those that are there are left as they are.
    /// - Returns: the volume's own, that `_data` is in.
    @discardableResult
    func make(_ volume: String) throws(SystemError) -> Descriptor {
        let directory = try descriptor.makeAndOpenDirectory(volume, mode: 0o700)
        do throws(SystemError) {
            try directory.makeDirectory(Self.dataName, mode: 0o755)
            // Whatever this process's umask is.
            try directory.setMode(ofNode: Self.dataName, 0o755)
        } catch {
            guard error.errno == EEXIST else { throw error }
        }
        return directory
    }

    /// Takes a volume's directory away from its name, at once. `sweep` removes it.
    func setAside(_ volume: String) throws(SystemError) {
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        do throws(SystemError) {
            try descriptor.rename(volume, to: Self.removedPrefix + random, in: descriptor)
        } catch {
            // A directory that is gone is as good as removed.
            guard error.errno == ENOENT else { throw error }
        }
    }

    /// Removes what was set aside, by this process or by one that has been killed since.
    func sweep() throws(SystemError) {
        for name in try descriptor.entries() where name.shown.hasPrefix(Self.removedPrefix) {
            try descriptor.removeTree(name)
        }
    }

    /// The bytes that a volume's files take, with their directories.
    func size(of volume: String, _ measure: inout DiskMeasure) throws(SystemError) -> Int64 {
        try measure.size(of: volume, in: descriptor)
    }
}

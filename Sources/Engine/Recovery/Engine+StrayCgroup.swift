import Cgroups
import Glibc
import JSON
import LinuxSystem
import OCI
import Runtime

extension Engine {
    /// Removes the group of a supervisor that was killed between making it and
    /// recording the start. Nobody else knows of it: it has to go before the
    /// container's directory does.
    /// - Returns: whether there was one.
    @discardableResult
    func removeStrayCgroup(of id: String) throws -> Bool {
        let directory = try directory(of: id)
        guard try Self.wasStarted(since: directory),
            let path = try cgroupPath(of: id, in: directory),
            // While we look we are its supervisor, so that none makes a group now.
            let lock = try FileLock.tryExclusive(ContainerDirectory.lockName, in: directory.descriptor)
        else { return false }
        defer { withExtendedLifetime(lock) {} }
        guard try Self.wasStarted(since: directory) else { return false }
        return try removeCgroup(path)
    }

    /// By the configuration; where that is damaged, by what was asked, which it was made from.
    private func cgroupPath(of id: String, in directory: borrowing ContainerDirectory) throws -> String? {
        do {
            return try directory.readSpecification().linux?.cgroupsPath
        } catch is JSONError {
            // Neither can be read: no path leads to a group, and the container must be removable.
            return (try? existing(id)).flatMap { $0 }?.record.settings.cgroupPath
        }
    }

    /// The configuration that was just written is the later one, even if the clock was set back since the last end.
    static func keepOrder(of directory: borrowing ContainerDirectory) throws(SystemError) {
        guard let recorded = try directory.descriptor.statusIfPresent(of: ContainerDirectory.stateName),
            try !wasStarted(since: directory)
        else { return }
        try directory.descriptor.setTime(of: ContainerDirectory.configurationName, FileTime(recorded.st_mtim))
    }

    /// Whether the configuration, which is written anew for each start, is not older than the last
    /// that a supervisor has recorded: a file's time goes by ticks. Two looks, for each removal of a container pays for them.
    static func wasStarted(since directory: borrowing ContainerDirectory) throws(SystemError) -> Bool {
        guard let asked = try directory.descriptor.statusIfPresent(of: ContainerDirectory.configurationName) else {
            return false
        }
        guard let recorded = try directory.descriptor.statusIfPresent(of: ContainerDirectory.stateName) else {
            return true
        }
        return (recorded.st_mtim.tv_sec, recorded.st_mtim.tv_nsec) <= (asked.st_mtim.tv_sec, asked.st_mtim.tv_nsec)
    }
}

import Glibc
import Images
import LinuxSystem
import Runtime
import StateStore

extension Engine {
    /// A container that is recorded and may be started by whoever holds this:
    /// nobody else starts, changes or removes it meanwhile.
    public struct Draft: ~Copyable, Sendable {
        /// As it stands in the container's directory.
        public let record: ContainerRecord
        /// The image's layers as directories, the top one first.
        let layers: [String]
        /// The host's id that the container's 0 becomes, with `--userns auto`.
        let firstID: UInt32?
        let lock: FileLock

        /// Lets others at it again.
        consuming func takeLock() -> FileLock { lock }
    }

    /// A container that has been made before, to be started; `nil` when it runs.
    func draft(of reference: String) throws -> Draft? {
        let row = try row(reference)
        let id = row.id
        let lock = try changeLock(of: id, named: reference)
        if try existing(id)?.name != row.name { try settleName(of: id) }
        guard let container = try existing(id) else { throw Self.noSuchContainer(reference) }
        if case .paused = container.state {
            throw EngineError(.conflict, "cannot start container \(container.name): it is paused, unpause it first")
        }
        guard !container.isSupervised else { return nil }
        try sweep(container)
        try removeStrayCgroup(of: id)
        guard try existing(id) != nil else { throw Self.noSuchContainer(reference) }
        let image = try images.find(container.record.imageID)
        let range = try state.read { database in
            try Int.fetchOne(database, sql: "SELECT id_range FROM containers WHERE id = ?", arguments: [id])
        }
        return Draft(
            record: container.record, layers: try images.lowerDirectories(of: image).map(\.path),
            firstID: range.map(Self.firstID(ofRange:)), lock: lock)
    }

    /// As below; a container that has just been removed is none.
    func changeLock(of id: String, named reference: String) throws -> FileLock {
        do throws(SystemError) {
            return try changeLock(of: id)
        } catch {
            guard error.errno == ENOENT else { throw error }
            throw Self.noSuchContainer(reference)
        }
    }

    /// Held while a container is started, changed or removed; waits for
    /// whoever holds it.
    func changeLock(of id: String) throws(SystemError) -> FileLock {
        try FileLock.exclusive(ContainerDirectory.changeLockName, in: directory(of: id).descriptor)
    }
}

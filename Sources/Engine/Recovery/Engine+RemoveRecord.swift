import Events
import Glibc
import JSON
import LinuxSystem
import Runtime

extension ContainerRecord {
    /// What events tell of a container beside its id.
    var eventAttributes: [String: String] {
        var attributes = labels
        attributes["image"] = image
        attributes["name"] = name
        return attributes
    }
}

extension Engine {
    /// Takes a container's record away, with which it ends to be one, and tells
    /// so: once, whoever was killed in the middle of it before.
    func removeRecord(of id: String) throws {
        let directory: ContainerDirectory
        do throws(SystemError) {
            directory = try self.directory(of: id)
        } catch {
            if error.errno == ENOENT { return }
            throw error
        }
        let lock = try lock(directory, id)
        defer { withExtendedLifetime(lock) {} }
        // A record that a power failure has spoilt has no name to tell.
        let record = try? ContainerRecord(
            jsonText: directory.descriptor.readFile(ContainerDirectory.recordName))
        do throws(SystemError) {
            try directory.descriptor.removeFile(ContainerDirectory.recordName)
        } catch {
            guard error.errno == ENOENT else { throw error }
            return try completeDestruction(of: id)
        }
        if let record { try nameLinks().remove(record.name) }
        emit(.container, "destroy", id: id, record?.eventAttributes ?? [:])
    }

    /// Of a container without a record only the log knows what was told.
    private func completeDestruction(of id: String) throws {
        let life = try EventHistory(of: events, container: id)[id]
        guard let creation = life.creation, !life.isDestroyed else { return }
        emit(.container, "destroy", id: id, creation.event.attributes)
    }
}

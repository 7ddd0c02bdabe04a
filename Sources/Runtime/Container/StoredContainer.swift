import Glibc
import JSON
import LinuxSystem
import OCI

/// One container as the runtime finds it in a store: its state directory,
/// which holds the record, a copy of the configuration that it was created
/// from, and the socket that the start comes by, until it has come.
///
/// Commands that change the container hold its lock. It is on the directory
/// itself, so that it goes with the directory, and with its holder.
public struct StoredContainer: ~Copyable {
    /// What the container is called, which is its directory's name.
    public let id: ContainerIdentifier
    let directory: Descriptor
    /// The directory that holds this one.
    let store: Descriptor
    /// Told of what ends nothing, a sentence each.
    let warn: @Sendable (String) -> Void

    init(
        _ id: ContainerIdentifier, directory: consuming Descriptor, store: consuming Descriptor,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.id = id
        self.directory = directory
        self.store = store
        self.warn = warn
    }

    static let recordName = "state.json"
    static let configurationName = "config.json"
    static let startSocketName = "start"

    /// Waits until no other command changes the container.
    /// - Throws: `refused` when it was deleted meanwhile.
    func lock() throws(RuntimeError) {
        do throws(SystemError) {
            _ = try directory.lock(wait: true, name: id.description)
            if try directory.status(name: id.description).st_nlink > 0 { return }
        } catch {
            throw .system(error)
        }
        throw .absent(id)
    }

    /// What was kept; `nil` when the container's creation did not come that far.
    func record() throws(RuntimeError) -> ContainerRecord? {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try directory.readFile(Self.recordName)
        } catch {
            guard error.errno == ENOENT else { throw .system(error) }
            return nil
        }
        do {
            return try ContainerRecord(jsonText: bytes)
        } catch {
            throw .refused("container \(id): \(Self.recordName) is damaged: \(error)")
        }
    }

    /// The record of a container whose creation has been completed.
    func completeRecord() throws(RuntimeError) -> ContainerRecord {
        guard let record = try record(), record.process != nil else {
            throw .refused("container \(id) is still being created, or its creation was interrupted")
        }
        return record
    }

    func write(_ record: ContainerRecord) throws(RuntimeError) {
        do { try directory.writeVolatileFile(Self.recordName, record.json) } catch { throw .system(error) }
    }

    /// The configuration as it was when the container was created.
    func specification() throws(RuntimeError) -> RuntimeSpec {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try directory.readFile(Self.configurationName)
        } catch {
            throw .system(error)
        }
        return try RuntimeSpec(configuration: bytes)
    }

    /// Removes the directory: from here on there is no such container.
    consuming func forget() throws(RuntimeError) {
        do { try store.removeTree(id.description) } catch { throw .system(error) }
    }
}

extension RuntimeSpec {
    /// Reads the text of a `config.json`.
    init(configuration bytes: [UInt8]) throws(RuntimeError) {
        do {
            try self.init(jsonText: bytes)
        } catch {
            throw .configuration(error)
        }
    }
}

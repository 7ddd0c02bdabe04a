import Glibc
import LinuxSystem

/// The containers beneath one state directory, the runtime's `--root`: a
/// directory for each, with the container's name. Engines keep several stores,
/// one for each of their own namespaces.
public struct ContainerStore: ~Copyable {
    /// The directory's path.
    public let path: String
    private let directory: Descriptor?
    /// Told what a container comes to run without, and what else ends nothing,
    /// a sentence each.
    public var warn: @Sendable (String) -> Void = { _ in }

    /// Opens the store. One that doesn't exist yet holds no container, and is
    /// made with the first.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        do {
            directory = try Descriptor.open(path, [.directory])
        } catch {
            guard error.errno == ENOENT else { throw error }
            directory = nil
        }
    }

    /// Makes the directory of a new container and locks it.
    /// - Throws: `refused` when there is a container of that name.
    func make(_ id: ContainerIdentifier) throws(RuntimeError) -> StoredContainer {
        let container: StoredContainer
        do throws(SystemError) {
            let store = try Descriptor.openMaking(path, mode: 0o711)
            try store.makeDirectory(id.description, mode: 0o700)
            container = try lockedContainer(id, in: store)
        } catch {
            guard error.errno == EEXIST else { throw .system(error) }
            throw .refused("container with id exists: \(id)")
        }
        return container
    }

    /// The container of a directory that has just been made; from here on
    /// nobody else takes it away. After a failure it is gone.
    private func lockedContainer(
        _ id: ContainerIdentifier, in store: consuming Descriptor
    ) throws(SystemError) -> StoredContainer {
        do throws(SystemError) {
            let own = try store.openDirectory(id.description)
            _ = try own.lock(wait: true, name: id.description)
            // Somebody may have deleted it before it was locked.
            guard try own.status(name: id.description).st_nlink > 0 else {
                throw SystemError("create container", id.description, errno: ENOENT)
            }
            return StoredContainer(id, directory: own, store: store, warn: warn)
        } catch {
            // The first failure is the one to tell; what somebody else put there is not empty.
            _ = try? store.removeDirectory(id.description)
            throw error
        }
    }

    /// Opens a container without locking it.
    /// - Throws: `refused` when there is none of that name.
    public func open(_ id: ContainerIdentifier) throws(RuntimeError) -> StoredContainer {
        guard let container = try find(id) else { throw .absent(id) }
        return container
    }

    /// As `open`; `nil` when there is none.
    public func find(_ id: ContainerIdentifier) throws(RuntimeError) -> StoredContainer? {
        guard let container = try opened(id) else { return nil }
        try container.directory.requireOwn("the state of container \(id)")
        return container
    }

    private func opened(_ id: ContainerIdentifier) throws(RuntimeError) -> StoredContainer? {
        do throws(SystemError) {
            guard let directory = try directory?.duplicate() else { return nil }
            let own = try directory.openDirectory(id.description)
            return StoredContainer(id, directory: own, store: directory, warn: warn)
        } catch {
            // Something else than a directory is no container.
            guard error.isMissingDirectory else { throw .system(error) }
            return nil
        }
    }

    /// Whether something has the name at this moment.
    func isThere(_ id: ContainerIdentifier) -> Bool { directory?.isDirectory(id.description) == true }

    /// The names of all containers, sorted.
    public func identifiers() throws(SystemError) -> [ContainerIdentifier] {
        guard let directory = try directory?.duplicate() else { return [] }
        // What has no container's name, or is no directory, is not ours.
        return try directory.entries().compactMap { try? ContainerIdentifier($0.shown) }
            .filter { directory.isDirectory($0.description) }
            .sorted { $0.description < $1.description }
    }
}

extension RuntimeError {
    /// Engines look for these words.
    static func absent(_ id: ContainerIdentifier) -> RuntimeError { .refused("container \(id) does not exist") }
}

extension Descriptor {
    /// Refuses a directory that somebody else has put into a store that others
    /// can write to: what is in it says which processes are killed, and which
    /// programs are run as hooks.
    /// - Parameter name: what it is, for the message.
    func requireOwn(_ name: String) throws(RuntimeError) {
        let owner: uid_t
        do { owner = try status(name: name).st_uid } catch { throw .system(error) }
        guard owner == geteuid() else {
            throw .refused("\(name) belongs to user \(owner), not to user \(geteuid())")
        }
    }

    /// Whether the entry is there and a directory.
    fileprivate func isDirectory(_ name: String) -> Bool {
        // What has gone meanwhile is none.
        guard let status = try? status(of: name) else { return false }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    /// Opens a directory of the host, which is made with its parents when absent.
    fileprivate static func openMaking(_ path: String, mode: mode_t) throws(SystemError) -> Descriptor {
        do {
            return try open(path, [.directory])
        } catch {
            guard error.errno == ENOENT else { throw error }
        }
        var prefix = ""
        for component in path.split(separator: "/") {
            prefix += (prefix.isEmpty && !path.hasPrefix("/") ? "" : "/") + component
            if mkdir(prefix, mode) != 0, errno != EEXIST {
                throw SystemError("make directory", prefix, errno: errno)
            }
        }
        return try open(path, [.directory])
    }
}

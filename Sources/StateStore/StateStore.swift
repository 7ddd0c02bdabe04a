// StateStore owns the directory that holds all of skiff's state and, in it, the
// database of what must be unique or counted across processes: names,
// references, layers and who uses them. It knows no meaning of what it stores;
// Images and Engine do, and they alone call it. It has no state of its own
// between two transactions, so that a crash at any moment leaves it whole.

import Glibc
import LinuxSystem
import Synchronization

/// The state directory and its database, shared with any number of processes.
public final class StateStore: Sendable {
    /// Where the state is kept unless the environment says otherwise.
    public static let defaultPath = "/var/lib/skiff"

    /// The state directory's path, for what can only be told by path: mounts.
    public let path: String
    /// The state directory itself.
    public let directory: Descriptor
    /// Safe to share: it is private, and touched nowhere but under the lock.
    nonisolated(unsafe) private var database: Database?
    private let lock = Mutex(())

    /// Opens the state, and makes it when there is none. The database is opened
    /// by the first transaction: that takes as long as a process takes to start,
    /// and some commands find what they look for by its name in the directory.
    /// - Parameter path: absolute.
    public init(path: String) throws(StateError) {
        self.path = path
        directory = try Self.openDirectory(path)
    }

    /// The state that `SKIFF_ROOT` names, or root's usual one.
    public static func open() throws(StateError) -> StateStore {
        let path = usualPath
        guard path.hasPrefix("/") else {
            throw .invalid("SKIFF_ROOT is \"\(path)\": it must be an absolute path")
        }
        return try StateStore(path: path)
    }

    private static var usualPath: String {
        guard let path = getenv("SKIFF_ROOT").map({ String(cString: $0) }), !path.isEmpty else { return defaultPath }
        return path
    }

    /// What an error of the kernel's means when it comes of where that state is: its file system is mounted
    /// read-only (access(2)).
    public static func error(behind error: SystemError) -> StateError? {
        guard error.errno == EROFS, access(usualPath, W_OK) != 0, Glibc.errno == EROFS else { return nil }
        return .readOnly
    }

    /// Runs a transaction that only reads: it sees one moment of the database.
    public func read<Value: Sendable>(_ body: (Database) throws -> Value) throws(StateError) -> Value {
        try transaction("DEFERRED", body)
    }

    /// Runs a transaction that writes: no other process writes meanwhile. All
    /// of it happens, or, when `body` throws or the process dies, none.
    public func write<Value: Sendable>(_ body: (Database) throws -> Value) throws(StateError) -> Value {
        try transaction("IMMEDIATE", body)
    }

    /// Closes the database, for a process that goes on without it. The store
    /// must not be used again.
    public func close() {
        lock.withLock { _ in
            database?.close()
            database = nil
        }
    }

    private func transaction<Value: Sendable>(
        _ kind: StaticString, _ body: (Database) throws -> Value
    ) throws(StateError) -> Value {
        do {
            return try lock.withLock { _ in try opened().transaction(kind, body) }
        } catch {
            throw StateError(error)
        }
    }
}

// MARK: - Opening

extension StateStore {
    /// Only root may look into the state: it holds other users' files.
    private static func openDirectory(_ path: String) throws(StateError) -> Descriptor {
        do {
            return try Descriptor.open(path, [.directory])
        } catch {
            guard error.errno == ENOENT else { throw .system(error) }
        }
        do {
            try makeDirectories(path)
            return try Descriptor.open(path, [.directory])
        } catch {
            throw .system(error)
        }
    }

    private static func makeDirectories(_ path: String) throws(SystemError) {
        var made = ""
        for component in path.split(separator: "/") {
            made += "/\(component)"
            if mkdir(made, 0o700) < 0, errno != EEXIST { throw SystemError("make directory", made, errno: errno) }
        }
    }

    /// The database. Under the lock.
    private func opened() throws(StateError) -> Database {
        if let database { return database }
        let opened = try Self.openDatabase("\(path)/state.db")
        database = opened
        return opened
    }

    /// Another process's transaction takes milliseconds; one that takes longer
    /// than this is stuck.
    private static let patience: CInt = 10_000

    private static func openDatabase(_ path: String) throws(StateError) -> Database {
        // SQLite would let everybody read it, where the directory does.
        if access(path, F_OK) != 0 { Glibc.close(Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)) }
        do {
            let database = try Database(path: path, patience: patience)
            try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
            try Schema.migrate(database)
            return database
        } catch {
            throw StateError(error)
        }
    }
}

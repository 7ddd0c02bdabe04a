import CSQLite
import LinuxSystem

/// Why the state cannot be opened, read or written.
public enum StateError: Error {
    /// The state, or the way to it, is not what this program can use.
    case invalid(String)
    /// The file system has no room for the database to grow.
    case full
    /// The file system of the state directory is mounted read-only.
    case readOnly
    /// The kernel refused the directory.
    case system(SystemError)
    /// The database refused; in SQLite's words.
    case database(String)
    /// What the transaction's own body threw; the transaction was undone.
    case body(any Error)

    init(_ error: any Error) {
        switch error {
        case let error as StateError: self = error
        case let error as DatabaseError where error.code & 0xff == SQLITE_FULL: self = .full
        case let error as DatabaseError where error.code & 0xff == SQLITE_READONLY: self = .readOnly
        case let error as DatabaseError where error.code & 0xff == SQLITE_BUSY:
            self = .database("another process has kept the database locked for ten seconds")
        case let error as DatabaseError: self = .database(error.message)
        default: self = .body(error)
        }
    }
}

extension StateError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalid(let reason): reason
        case .full: "no space is left for the state database; remove images or containers, or other files"
        case .readOnly:
            "nothing can be changed: the state directory is on a file system that is mounted read-only; mount it to be "
                + "written to, or name another directory by SKIFF_ROOT"
        case .system(let error): "cannot open the state directory: \(error)"
        case .database(let reason): "the state database failed: \(reason)"
        case .body(let error): "\(error)"
        }
    }
}

import CShim
import Glibc

/// Operations on one entry of this directory. `name` is a single component;
/// none of them follows a symbolic link in its place.
extension Descriptor {
    /// mkdirat(2).
    public func makeDirectory(_ name: some PathArgument, mode: mode_t = 0o755) throws(SystemError) {
        let result = name.withCPath { mkdirat(number, $0, mode) }
        try checkErrno(result, "make directory", name.shown)
    }

    /// Opens the directory, after making it when it is absent.
    public func makeAndOpenDirectory(
        _ name: some PathArgument, mode: mode_t = 0o755
    ) throws(SystemError) -> Descriptor {
        do {
            try makeDirectory(name, mode: mode)
        } catch {
            if error.errno != EEXIST { throw error }
        }
        return try openDirectory(name)
    }

    /// Opens a directory entry of this directory; a symbolic link is refused.
    public func openDirectory(_ name: some PathArgument) throws(SystemError) -> Descriptor {
        try open(name, [.directory, .noFollow], resolution: [.beneath, .noMagicLinks])
    }

    /// unlinkat(2): removes a file, link or node.
    public func removeFile(_ name: some PathArgument) throws(SystemError) {
        let result = name.withCPath { unlinkat(number, $0, 0) }
        try checkErrno(result, "remove", name.shown)
    }

    /// unlinkat(2) with AT_REMOVEDIR: removes an empty directory.
    public func removeDirectory(_ name: some PathArgument) throws(SystemError) {
        let result = name.withCPath { unlinkat(number, $0, CInt(SKIFF_AT_REMOVEDIR)) }
        try checkErrno(result, "remove directory", name.shown)
    }

    /// symlinkat(2). The target is kept as it is, never followed.
    public func makeSymbolicLink(_ name: some PathArgument, to target: some PathArgument) throws(SystemError) {
        let result = target.withCPath { target in name.withCPath { symlinkat(target, number, $0) } }
        try checkErrno(result, "make symbolic link", name.shown)
    }

    /// mknodat(2): a device, fifo, socket or empty file, by the type in `mode`.
    public func makeNode(_ name: some PathArgument, mode: mode_t, device: dev_t = 0) throws(SystemError) {
        let result = name.withCPath { mknodat(number, $0, mode, device) }
        try checkErrno(result, "make node", name.shown)
    }

    /// renameat(2), replacing what has the new name.
    public func rename(
        _ name: some PathArgument, to newName: some PathArgument, in directory: borrowing Descriptor
    ) throws(SystemError) {
        let other = directory.number
        let result = name.withCPath { old in newName.withCPath { renameat(number, old, other, $0) } }
        try checkErrno(result, "rename", "\(name.shown) to \(newName.shown)")
    }

    /// renameat2(2) with RENAME_EXCHANGE: each gets the other's place, at once.
    public func exchange(
        _ name: some PathArgument, with other: some PathArgument, in directory: borrowing Descriptor
    ) throws(SystemError) {
        let target = directory.number
        let result = name.withCPath { name in other.withCPath { skiff_exchange(number, name, target, $0) } }
        try check(result, "exchange", "\(name.shown) and \(other.shown)")
    }

    /// fstatat(2) without following a link.
    public func status(of name: some PathArgument) throws(SystemError) -> stat {
        var status = stat()
        let result = name.withCPath { fstatat(number, $0, &status, CInt(SKIFF_AT_SYMLINK_NOFOLLOW)) }
        try checkErrno(result, "stat", name.shown)
        return status
    }

    /// The same; `nil` when there is no such entry.
    public func statusIfPresent(of name: some PathArgument) throws(SystemError) -> stat? {
        do {
            return try status(of: name)
        } catch {
            if error.errno == ENOENT { return nil }
            throw error
        }
    }
}

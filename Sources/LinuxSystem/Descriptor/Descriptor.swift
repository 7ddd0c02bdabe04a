import CShim
import Glibc

/// An open file descriptor with exactly one owner. It is closed when its owner
/// lets go of it; `release()` gives the number away instead.
///
/// Every descriptor is opened with O_CLOEXEC: what a child may keep is said
/// where the child is started, never inherited by accident.
public struct Descriptor: ~Copyable, Sendable {
    /// The number, for calls that this module does not wrap. It is valid only
    /// while the descriptor is.
    public let number: CInt

    /// Takes ownership of an open descriptor.
    public init(owning number: CInt) {
        self.number = number
    }

    /// A duplicate of standard input.
    public static func standardInput() throws(SystemError) -> Descriptor {
        try Descriptor(owning: check(skiff_fcntl_int(0, F_DUPFD_CLOEXEC, 3), "read", "standard input"))
    }

    /// A duplicate of standard output.
    public static func standardOutput() throws(SystemError) -> Descriptor {
        try Descriptor(owning: check(skiff_fcntl_int(1, F_DUPFD_CLOEXEC, 3), "write to", "standard output"))
    }

    /// Takes ownership of a descriptor that this process was started with, and
    /// keeps it from being inherited again. EBADF: there is none.
    public static func adopt(inherited number: CInt) throws(SystemError) -> Descriptor {
        try check(skiff_fcntl_int(number, F_SETFD, FD_CLOEXEC), "adopt", "descriptor \(number)")
        return Descriptor(owning: number)
    }

    deinit {
        close(number)
    }

    /// Gives up ownership: the caller closes the number.
    public consuming func release() -> CInt {
        let number = self.number
        discard self
        return number
    }

    /// A second descriptor of the same open file (fcntl(2) F_DUPFD_CLOEXEC).
    public func duplicate() throws(SystemError) -> Descriptor {
        try Descriptor(owning: check(skiff_fcntl_int(number, F_DUPFD_CLOEXEC, 3), "duplicate", "descriptor \(number)"))
    }

    /// A path that leads to the open file while the descriptor lives
    /// (proc_pid_fd(5)). For calls that take nothing but a path.
    public var procPath: String { "/proc/self/fd/\(number)" }
}

/// The flags of open(2); O_CLOEXEC is always added.
public struct OpenFlags: OptionSet, Sendable {
    /// The bits as open(2) takes them.
    public let rawValue: CInt
    public init(rawValue: CInt) { self.rawValue = rawValue }

    /// O_RDONLY, which has no bit.
    public static let readOnly = OpenFlags([])
    /// O_WRONLY.
    public static let writeOnly = OpenFlags(rawValue: O_WRONLY)
    /// O_RDWR.
    public static let readWrite = OpenFlags(rawValue: O_RDWR)
    /// O_CREAT.
    public static let create = OpenFlags(rawValue: O_CREAT)
    /// O_EXCL: a file that is there is an error (EEXIST), a symbolic link too.
    public static let exclusive = OpenFlags(rawValue: O_EXCL)
    /// O_TRUNC.
    public static let truncate = OpenFlags(rawValue: O_TRUNC)
    /// O_APPEND.
    public static let append = OpenFlags(rawValue: O_APPEND)
    /// O_DIRECTORY: anything else is an error (ENOTDIR).
    public static let directory = OpenFlags(rawValue: O_DIRECTORY)
    /// O_NOFOLLOW: a symbolic link at the path's end is an error (ELOOP).
    public static let noFollow = OpenFlags(rawValue: O_NOFOLLOW)
    /// O_NONBLOCK.
    public static let nonBlocking = OpenFlags(rawValue: O_NONBLOCK)
    /// O_NOCTTY.
    public static let noControllingTerminal = OpenFlags(rawValue: O_NOCTTY)
    /// A location in the file tree, not an open file: O_PATH.
    public static let pathOnly = OpenFlags(rawValue: CInt(SKIFF_O_PATH))
}

/// How openat2(2) may walk a path.
public struct Resolution: OptionSet, Sendable {
    /// The bits as `open_how` has them.
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Symbolic links and `..` that lead out are an error.
    public static let beneath = Resolution(rawValue: UInt64(SKIFF_RESOLVE_BENEATH))
    /// The directory is treated as `/`, as chroot(2) would.
    public static let inRoot = Resolution(rawValue: UInt64(SKIFF_RESOLVE_IN_ROOT))
    /// A link of procfs that leads past all paths is an error (ELOOP).
    public static let noMagicLinks = Resolution(rawValue: UInt64(SKIFF_RESOLVE_NO_MAGICLINKS))
    /// Any symbolic link on the way is an error (ELOOP).
    public static let noSymbolicLinks = Resolution(rawValue: UInt64(SKIFF_RESOLVE_NO_SYMLINKS))
    /// A way to another mount is an error (EXDEV).
    public static let noMountCrossing = Resolution(rawValue: UInt64(SKIFF_RESOLVE_NO_XDEV))

    /// The rule for every path inside a container's root: it stays inside, and
    /// no magic link of procfs leads anywhere.
    public static let container: Resolution = [.inRoot, .noMagicLinks]
}

extension Descriptor {
    /// Opens a path of the host (open(2)). Never for a path inside a container.
    public static func open(
        _ path: some PathArgument, _ flags: OpenFlags, mode: mode_t = 0
    ) throws(SystemError) -> Descriptor {
        let result = path.withCPath { path in
            skiff_openat2(CInt(SKIFF_AT_FDCWD), path, UInt64(flags.rawValue), UInt64(mode), 0)
        }
        return try Descriptor(owning: check(result, "open", path.shown))
    }

    /// Opens a path that starts at this directory, walked by the rule given
    /// (openat2(2)).
    public func open(
        _ path: some PathArgument, _ flags: OpenFlags, mode: mode_t = 0, resolution: Resolution
    ) throws(SystemError) -> Descriptor {
        let result = path.withCPath { path in
            skiff_openat2(number, path, UInt64(flags.rawValue), UInt64(mode), resolution.rawValue)
        }
        return try Descriptor(owning: check(result, "open", path.shown))
    }
}

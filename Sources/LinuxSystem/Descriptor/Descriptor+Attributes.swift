import CShim
import Glibc

/// A time of a file: seconds since 1970 and nanoseconds (timespec(3)).
public struct FileTime: Hashable, Comparable, Sendable {
    /// Before 1970 it is negative.
    public var seconds: Int64
    /// 0…999,999,999.
    public var nanoseconds: Int64

    public init(seconds: Int64, nanoseconds: Int64 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    public init(_ time: Glibc.timespec) {
        self.init(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }

    public static func < (first: FileTime, second: FileTime) -> Bool {
        (first.seconds, first.nanoseconds) < (second.seconds, second.nanoseconds)
    }

    fileprivate var timespec: Glibc.timespec { Glibc.timespec(tv_sec: Int(seconds), tv_nsec: Int(nanoseconds)) }
}

/// Who a file belongs to, by number.
public struct FileOwner: Hashable, Sendable {
    /// The user's id, in this process's user namespace.
    public var user: UInt32
    /// The group's id.
    public var group: UInt32

    public init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }

    /// 0 and 0.
    public static let root = FileOwner(user: 0, group: 0)
}

/// Attributes of the open file itself. Extended attributes also work on a
/// descriptor that was opened with O_PATH.
extension Descriptor {
    /// fchmod(2).
    public func setMode(_ mode: mode_t, name: String = "") throws(SystemError) {
        try checkErrno(fchmod(number, mode), "change the mode of", name)
    }

    /// fchown(2). Clears the set-user-ID and set-group-ID bits of a file.
    public func setOwner(_ owner: FileOwner, name: String = "") throws(SystemError) {
        try checkErrno(fchown(number, owner.user, owner.group), "change the owner of", name)
    }

    /// futimens(3): both the time of the last access and of the last change.
    public func setTime(_ time: FileTime, name: String = "") throws(SystemError) {
        let times = (time.timespec, time.timespec)
        let result = withUnsafeBytes(of: times) { futimens(number, $0.bindMemory(to: timespec.self).baseAddress) }
        try checkErrno(result, "set the time of", name)
    }

    /// setxattr(2), replacing an old value. By the descriptor's path in proc,
    /// for fsetxattr(2) refuses descriptors opened with O_PATH.
    public func setExtendedAttribute(
        _ attribute: some PathArgument, _ value: [UInt8], name: String = ""
    ) throws(SystemError) {
        let result = attribute.withCPath { skiff_setxattr(procPath, $0, value, value.count) }
        try check(result, "set the attribute \(attribute.shown) of", name)
    }

    /// getxattr(2). `nil`: the file has no such attribute.
    public func extendedAttribute(_ attribute: some PathArgument, name: String = "") throws(SystemError) -> [UInt8]? {
        // XATTR_SIZE_MAX: no attribute is longer.
        var value = [UInt8](repeating: 0, count: 65536)
        let count = attribute.withCPath { skiff_getxattr(procPath, $0, &value, value.count) }
        if count == -ENODATA || count == -ENOTSUP { return nil }
        return try Array(value[..<Int(check(count, "read the attribute \(attribute.shown) of", name))])
    }
}

/// Attributes of one entry of this directory; a symbolic link is never followed.
extension Descriptor {
    /// fchownat(2).
    public func setOwner(of name: some PathArgument, _ owner: FileOwner) throws(SystemError) {
        let flags = CInt(SKIFF_AT_SYMLINK_NOFOLLOW)
        let result = name.withCPath { fchownat(number, $0, owner.user, owner.group, flags) }
        try checkErrno(result, "change the owner of", name.shown)
    }

    /// fchmodat(2), for an entry that is known not to be a symbolic link: the
    /// kernel would follow one.
    public func setMode(ofNode name: some PathArgument, _ mode: mode_t) throws(SystemError) {
        try checkErrno(name.withCPath { fchmodat(number, $0, mode, 0) }, "change the mode of", name.shown)
    }

    /// utimensat(2): both the time of the last access and of the last change.
    public func setTime(of name: some PathArgument, _ time: FileTime) throws(SystemError) {
        let times = (time.timespec, time.timespec)
        let result = withUnsafeBytes(of: times) { times in
            name.withCPath { name in
                utimensat(
                    number, name, times.bindMemory(to: timespec.self).baseAddress, CInt(SKIFF_AT_SYMLINK_NOFOLLOW))
            }
        }
        try checkErrno(result, "set the time of", name.shown)
    }
}

import Glibc

/// A system call that failed: what was tried, on what, and the kernel's reason.
///
/// Every other error of the package that stems from the kernel carries one of
/// these, so that a message always names the object and the cause.
public struct SystemError: Error, Hashable, Sendable {
    /// The system call or the step, as a verb: `open`, `mount overlay`.
    public let operation: String
    /// The object it was tried on: a path, a process, a cgroup.
    public let subject: String
    /// The number from errno(3); never zero.
    public let errno: CInt
    /// What the kernel says of it besides, as netlink(7) does.
    public let note: String?

    /// Only where a call's own answer says more than `check` and `checkErrno` do.
    public init(_ operation: String, _ subject: String, errno: CInt, note: String? = nil) {
        self.operation = operation
        self.subject = subject
        self.errno = errno
        self.note = note
    }

    /// The kernel's reason in words, as strerror(3) gives it, in lower case.
    public var reason: String { Self.reason(of: errno) }

    /// There is no directory of that path; what there is instead, a symbolic link or a file, is no matter
    /// (path_resolution(7)).
    public var isMissingDirectory: Bool { [ENOENT, ENOTDIR, ELOOP].contains(errno) }

    /// The text of an error number, in lower case, without a full stop.
    public static func reason(of errno: CInt) -> String {
        guard let text = strerror(errno) else { return "error \(errno)" }
        return String(cString: text).lowercasedFirst
    }
}

extension SystemError: CustomStringConvertible {
    public var description: String { "\(operation) \(subject): \(reason)" + (note.map { " (\($0))" } ?? "") }
}

extension String {
    /// The same text with its first letter in lower case, unless it starts
    /// with an acronym.
    var lowercasedFirst: String {
        guard let first = self.first, let second = dropFirst().first, !second.isUppercase else { return self }
        return first.lowercased() + dropFirst()
    }
}

/// Turns the C module's convention (negative means -errno) into a thrown error.
@inlinable
@discardableResult
public func check(
    _ result: CInt, _ operation: @autoclosure () -> String, _ subject: @autoclosure () -> String
) throws(SystemError) -> CInt {
    guard result >= 0 else { throw SystemError(operation(), subject(), errno: -result) }
    return result
}

/// Turns the C library's convention (-1 and errno) into a thrown error.
@inlinable
@discardableResult
public func checkErrno<Result: FixedWidthInteger & SignedInteger>(
    _ result: Result, _ operation: @autoclosure () -> String, _ subject: @autoclosure () -> String
) throws(SystemError) -> Result {
    guard result >= 0 else {
        let number = Glibc.errno
        throw SystemError(operation(), subject(), errno: number)
    }
    return result
}

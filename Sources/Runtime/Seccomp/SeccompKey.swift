import Glibc
import LinuxSystem
import OCI

/// What a compiled program depends on, as bytes: equal keys have equal programs.
public struct SeccompKey: Sendable {
    private(set) var bytes: [UInt8] = []

    /// Starts with what compiles: another build may know another system call.
    private init() throws(SystemError) {
        var status = stat()
        try checkErrno(stat("/proc/self/exe", &status), "stat", "/proc/self/exe")
        append(UInt64(status.st_size))
        append(UInt64(status.st_mtim.tv_sec))
        append(UInt64(status.st_mtim.tv_nsec))
    }

    /// The key of a program whose profile is worked out only if it must be.
    /// - Parameter name: all that the profile follows from.
    public init(name: String) throws(SystemError) {
        try self.init()
        append(name)
    }

    /// The key of a profile: all of its members but where an agent listens.
    public init(_ profile: RuntimeSpec.Seccomp) throws(SystemError) {
        try self.init()
        bytes.reserveCapacity(16 * 1024)
        append(profile.defaultAction.rawValue)
        append(profile.defaultErrno)
        append(profile.architectures)
        append(profile.flags)
        for rule in profile.systemCalls ?? [] {
            append(rule.action.rawValue)
            append(rule.errno)
            append(rule.names)
            append(UInt64(rule.arguments?.count ?? 0))
            for argument in rule.arguments ?? [] {
                append(UInt64(argument.index))
                append(argument.value)
                append(argument.secondValue ?? 0)
                append(argument.comparison.rawValue)
            }
        }
    }

    /// FNV-1a: where to look, not what to believe.
    var hash: UInt64 {
        bytes.withUnsafeBufferPointer { bytes in
            bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        }
    }

    // Every text is led by its length and every list by its count, so that no
    // two profiles have the same bytes.

    private mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ number: UInt32?) {
        append(number.map(UInt64.init) ?? UInt64.max)
    }

    private mutating func append(_ text: String) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.utf8.count)) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func append(_ texts: [String]?) {
        append(texts.map { UInt64($0.count) } ?? UInt64.max)
        for text in texts ?? [] { append(text) }
    }
}

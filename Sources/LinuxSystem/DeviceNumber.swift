import Glibc

/// The number of a device: its driver's and its own (makedev(3)).
public struct DeviceNumber: Hashable, Sendable {
    public var major: UInt32
    public var minor: UInt32

    public init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    /// As mknod(2) and stat(2) have it: each half in two parts, for history's sake.
    public var rawValue: dev_t {
        let major = dev_t(major)
        let minor = dev_t(minor)
        return (major & ~0xfff) << 32 | (minor & ~0xff) << 12 | (major & 0xfff) << 8 | minor & 0xff
    }
}

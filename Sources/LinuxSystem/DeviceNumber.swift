import Glibc

/// A device's two numbers, as the kernel packs them into `dev_t` (makedev(3)).
public struct DeviceNumber: Hashable, Sendable {
    /// Which driver.
    public let major: UInt32
    /// Which of the driver's devices.
    public let minor: UInt32

    public init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    /// Unpacks what stat(2) gives in `st_rdev`.
    public init(_ packed: dev_t) {
        major = UInt32(truncatingIfNeeded: (packed >> 8) & 0xfff | (packed >> 32) & 0xffff_f000)
        minor = UInt32(truncatingIfNeeded: packed & 0xff | (packed >> 12) & 0xffff_ff00)
    }

    /// For mknod(2).
    public var packed: dev_t {
        let major = dev_t(major)
        let minor = dev_t(minor)
        return (major & 0xfff) << 8 | (major & 0xffff_f000) << 32 | minor & 0xff | (minor & 0xffff_ff00) << 12
    }
}

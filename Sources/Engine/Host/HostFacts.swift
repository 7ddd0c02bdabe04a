import CShim
import Glibc
import LinuxSystem
import OCI

/// What a specification has to know about the host. It is a value of its own
/// so that everything that depends on it stays a pure function.
public struct HostFacts: Hashable, Sendable {
    /// As gethostname(2) tells.
    public var hostname: String
    /// The processors that are online.
    public var processorCount: Int
    /// The processor's.
    public var architecture: Architecture
    /// The running one's.
    public var kernel: KernelVersion
    /// What this process may give away: its bounding set (capabilities(7)).
    /// `ALL` means these, since nobody can give more.
    public var capabilities: CapabilitySet

    public init(
        hostname: String, processorCount: Int, architecture: Architecture = .current,
        kernel: KernelVersion, capabilities: CapabilitySet = .all
    ) {
        self.capabilities = capabilities
        self.hostname = hostname
        self.processorCount = processorCount
        self.architecture = architecture
        self.kernel = kernel
    }

    /// The host that this process runs on (uname(2), sysconf(3)).
    public static func current() throws(EngineError) -> HostFacts {
        var names = utsname()
        do {
            try checkErrno(uname(&names), "uname", "host")
        } catch {
            throw EngineError(.internal, "cannot read the host's name and kernel version", cause: error)
        }
        let release = withUnsafeBytes(of: &names.release, text)
        guard let kernel = KernelVersion(parsing: release) else {
            throw EngineError(.internal, "cannot read the kernel version \"\(release)\"")
        }
        return HostFacts(
            hostname: withUnsafeBytes(of: &names.nodename, text),
            processorCount: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), kernel: kernel,
            capabilities: CapabilitySet(rawValue: skiff_bounding_set()))
    }

    /// The bytes before the first NUL.
    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// A processor architecture, by Go's name for it, which OCI uses.
public enum Architecture: String, Hashable, Sendable {
    case amd64
    case arm64

    #if arch(x86_64)
        /// What this program was compiled for.
        public static let current = Architecture.amd64
    #elseif arch(arm64)
        /// What this program was compiled for.
        public static let current = Architecture.arm64
    #endif
}

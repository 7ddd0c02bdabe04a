import Glibc
import LinuxSystem
import Networks

/// What is asked of the host before networks are made.
enum HostNetwork {
    /// The blocks that the host has routes to.
    static func routes() throws(EngineError) -> [Subnet] {
        do throws(NetworkError) {
            return try HostRoutes.subnets()
        } catch {
            throw EngineError(error)
        }
    }

    /// Whether links can have addresses of version 6.
    static var hasVersion6: Bool {
        ["all", "default"].allSatisfy { scope in
            // A kernel without it has no such file.
            let text = try? Descriptor.open("/proc/sys/net/ipv6/conf/\(scope)", [.directory]).readFile("disable_ipv6")
            return text?.first == UInt8(ascii: "0")
        }
    }
}

extension EngineError {
    /// The kernel's refusals are the host's doing, all others are ours or contradict what is there.
    init(_ error: NetworkError) {
        switch error {
        case .system, .refused: self.init(.unavailable, "\(error)")
        case .inUse: self.init(.conflict, "\(error)")
        }
    }
}

import Glibc
import LinuxSystem

/// A link of the host that links of containers are to stand on (macvlan).
public enum ParentLink {
    /// Refuses one that can't be that.
    /// - Throws: `refused`, also when it isn't there.
    public static func check(_ name: String) throws(NetworkError) {
        let link = try NetworkError.wrapping { () throws(SystemError) in try NetlinkSocket(.route).link(name) }
        guard let link else {
            throw .refused("the host has no link \(name) to stand on: \"ip link\" lists those there are")
        }
        guard !link.isLoopback else {
            throw .refused("\(name) is the host's loopback, which has no neighbours: name a link that leads elsewhere")
        }
    }
}

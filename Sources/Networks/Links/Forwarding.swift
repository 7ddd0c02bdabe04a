import LinuxSystem

/// Whether the host forwards packets between its links, which it has to for
/// containers that talk to anybody else. It is a setting of the whole host
/// (ip-sysctl.rst), so it is changed only if it has to be, and never back.
public enum Forwarding {
    /// Turns it on where it isn't.
    /// - Returns: what was changed: a sentence each, for whoever asked.
    public static func enable(_ families: [IPAddress.Family]) throws(NetworkError) -> [String] {
        var sentences: [String] = []
        do throws(SystemError) {
            if families.contains(.v4), try KernelSetting.read("ipv4/ip_forward") == "0" {
                try KernelSetting.write("ipv4/ip_forward", "1")
                sentences.append("the host forwards IPv4 packets from now on (net.ipv4.ip_forward)")
            }
            if families.contains(.v6), try KernelSetting.read("ipv6/conf/all/forwarding") == "0" {
                try keepRouterAdvertisements()
                try KernelSetting.write("ipv6/conf/all/forwarding", "1")
                sentences.append("the host forwards IPv6 packets from now on (net.ipv6.conf.all.forwarding)")
            }
        } catch {
            throw NetworkError(error)
        }
        return sentences
    }

    /// A host that forwards doesn't listen to routers any more, by which it may have its own default route, unless
    /// it is told to (accept_ra 2).
    private static func keepRouterAdvertisements() throws(SystemError) {
        let directory = try Descriptor.open("/proc/sys/net/ipv6/conf", [.directory])
        for name in try directory.entries() where name.shown != "all" && name.shown != "default" {
            let setting = "ipv6/conf/\(name.shown)/accept_ra"
            if try KernelSetting.read(setting) == "1", name.shown != "lo" { try KernelSetting.write(setting, "2") }
        }
    }
}

import Glibc
import LinuxSystem

/// A setting of the calling thread's network namespace, by its path below
/// `/proc/sys/net` (proc_sys_net(5)).
enum KernelSetting {
    private static func path(_ name: String) -> String { "/proc/sys/net/\(name)" }

    /// `nil` when this kernel doesn't have it.
    static func read(_ name: String) throws(SystemError) -> String? {
        do throws(SystemError) {
            let bytes = try Descriptor.open(path(name), [.readOnly]).readToEnd(limit: 4096, name: path(name))
            return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        } catch {
            if error.errno == ENOENT { return nil }
            throw error
        }
    }

    /// A setting that this kernel doesn't have needs no change.
    static func write(_ name: String, _ value: String) throws(SystemError) {
        do throws(SystemError) {
            try Descriptor.open(path(name), [.writeOnly]).write(value, name: path(name))
        } catch {
            if error.errno != ENOENT { throw error }
        }
    }

    /// The directory of what each link of the thread's namespace is set to, for who will have left the namespace when
    /// there is something to set: below a directory that is open, paths lead where they did when it was opened.
    /// - Returns: `nil` when this kernel has no IPv6.
    static func linksOfVersion6() -> Descriptor? {
        // Without it links have no such settings, or they stay as they are.
        try? Descriptor.open(path("ipv6/conf"), [.directory])
    }

    /// Whether this kernel has IPv6 at all.
    ///
    /// It is asked in containers' namespaces, too, and so not by a path: each namespace that a path below
    /// `/proc/sys/net` is looked up in leaves entries of the same names in the kernel's memory of names, which all have
    /// the same hash value there (proc_sys_compare). A thousand containers later every such path would cost everybody
    /// a millisecond.
    static var knowsIPv6: Bool {
        let number = socket(AF_INET6, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return errno != EAFNOSUPPORT }
        close(number)
        return true
    }

    /// Whether this kernel has IPv6, and it isn't turned off for new links.
    static var hasIPv6: Bool {
        knowsIPv6 && (try? read("ipv6/conf/default/disable_ipv6")) == "0"
    }
}

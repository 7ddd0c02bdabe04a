import Glibc
import LinuxSystem
import OCI

/// The kernel's resctrl file system: cache and memory bandwidth shared out to
/// groups of processes (Documentation/filesystems/resctrl.rst), which is
/// `linux.intelRdt` of the specification ("Intel RDT").
///
/// A class of service is a directory at its top, with a `schemata` file for
/// the shares and a `tasks` file; a monitoring group is a directory below the
/// class's `mon_groups`. Never used unless a specification asks for it.
public struct ResourceControl: Sendable {
    static let field = "linux.intelRdt"

    /// Where the file system is mounted.
    let mountPoint: String

    /// Finds the mount; `nil` on a host that has none, by its processor, its
    /// kernel or its administrator's choice.
    public static func detect() throws(SystemError) -> ResourceControl? {
        let path = "/proc/self/mountinfo"
        let bytes = try Descriptor.open(path, [.readOnly]).readToEnd(limit: 64 << 20, name: path)
        return mountPoint(in: String(decoding: bytes, as: UTF8.self)).map { ResourceControl(mountPoint: $0) }
    }

    /// The first mount of the type in proc_pid_mountinfo(5). Nobody mounts it
    /// where a blank would have to be escaped.
    static func mountPoint(in table: String) -> String? {
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard let separator = fields.firstIndex(of: "-"), fields.count > separator + 1, separator > 5,
                fields[separator + 1] == "resctrl"
            else { continue }
            return String(fields[4])
        }
        return nil
    }
}

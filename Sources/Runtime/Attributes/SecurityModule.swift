import Glibc
import OCI

/// A security module of the kernel that a process can be given a label of,
/// which it takes on at execve(2).
enum SecurityModule: Sendable {
    case appArmor
    case seLinux

    /// The field of the specification that names the label.
    var field: String {
        switch self {
        case .appArmor: "process.apparmorProfile"
        case .seLinux: "process.selinuxLabel"
        }
    }

    var name: String {
        switch self {
        case .appArmor: "AppArmor"
        case .seLinux: "SELinux"
        }
    }

    /// Whether this host's kernel has it switched on.
    var isEnabled: Bool {
        switch self {
        case .appArmor: Self.firstByte(of: "/sys/module/apparmor/parameters/enabled") == UInt8(ascii: "Y")
        // A file of selinuxfs, which is there only while the module is on.
        case .seLinux: access("/sys/fs/selinux/enforce", F_OK) == 0
        }
    }

    /// The step that gives the process the label.
    func step(label: String) -> LaunchStep {
        switch self {
        case .appArmor:
            // Since Linux 5.1 modules that are stacked have directories of their own.
            let own = access("/proc/thread-self/attr/apparmor/exec", F_OK) == 0
            return .securityLabel(
                module: self, attribute: own ? "attr/apparmor/exec" : "attr/exec", label: "exec \(label)")
        case .seLinux:
            return .securityLabel(module: self, attribute: "attr/exec", label: label)
        }
    }

    /// `nil` when there is no such file: the kernel was built without the module.
    private static func firstByte(of path: String) -> UInt8? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var byte: UInt8 = 0
        return read(file, &byte, 1) == 1 ? byte : nil
    }
}

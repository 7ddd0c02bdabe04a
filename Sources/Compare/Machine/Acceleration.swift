import Glibc

/// What executes a virtual machine's instructions, by QEMU's name.
enum Acceleration: String, Hashable, Sendable {
    /// The processor itself (kvm(4)).
    case kvm
    /// QEMU, by translation: every figure of time is many times larger.
    case tcg

    /// Why there is no hardware acceleration; `nil` when it may be tried.
    static var obstacle: String? {
        if access("/dev/kvm", F_OK) != 0 {
            return "there is no /dev/kvm (no virtualization in this processor, or not given to this machine)"
        }
        if access("/dev/kvm", R_OK | W_OK) != 0 {
            return "/dev/kvm can't be opened: \(String(cString: strerror(errno)))"
        }
        return nil
    }
}

import Glibc

/// What executes a virtual machine's instructions, by QEMU's name.
enum Acceleration: String, Hashable, Sendable {
    /// The processor itself (kvm(4)).
    case kvm
    /// QEMU, by translation: every figure of time is many times larger.
    case tcg

    /// Why there is no hardware acceleration; `nil` when it may be tried.
    /// - Parameter device: kvm(4)'s.
    static func obstacle(device: String = "/dev/kvm") -> String? {
        if access(device, F_OK) != 0 {
            return "there is no \(device) (no virtualization in this processor, or not given to this machine)"
        }
        if access(device, R_OK | W_OK) != 0 {
            return "\(device) can't be opened: \(String(cString: strerror(errno)))"
        }
        return nil
    }
}

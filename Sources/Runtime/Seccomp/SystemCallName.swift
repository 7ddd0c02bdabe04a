import CSeccomp

/// A system call by its name, as far as anyone knows it.
public enum SystemCallName {
    /// libseccomp knows it, by this number of the machine's own architecture;
    /// a negative one stands for a call that only others have.
    case library(CInt)
    /// Newer than libseccomp.
    case recent(RecentCall)

    /// `nil`: there is no such system call on any architecture.
    init?(_ name: String) {
        let number = seccomp_syscall_resolve_name(name)
        if number != __NR_SCMP_ERROR {
            self = .library(number)
        } else if let call = RecentCall.all.first(where: { $0.name == name }) {
            self = .recent(call)
        } else {
            return nil
        }
    }

    /// Whether a profile may name it.
    public static func isKnown(_ name: String) -> Bool { SystemCallName(name) != nil }
}

/// A system call that a libseccomp of 2023 (2.5) has not heard of. Since Linux
/// 5.1 a new call has one number on all architectures (syscalls(2)), so that it
/// can be filtered without libseccomp.
public struct RecentCall: Hashable, Sendable {
    let name: String
    /// Absent for a call of architectures that this program doesn't run on.
    private let number: UInt32?
    /// Whether x86-64 alone has it.
    private let isOfX86Only: Bool

    private init(_ name: String, _ number: UInt32?, isOfX86Only: Bool = false) {
        self.name = name
        self.number = number
        self.isOfX86Only = isOfX86Only
    }

    /// Its number on the architecture; `nil` when it has none there.
    func number(on architecture: FilterArchitecture) -> UInt32? {
        guard let number, !isOfX86Only || architecture == .x86_64 else { return nil }
        return number | architecture.numberBit
    }

    static let all = [
        // Linux 6.5–6.7.
        RecentCall("cachestat", 451), RecentCall("fchmodat2", 452), RecentCall("map_shadow_stack", 453),
        RecentCall("futex_wake", 454), RecentCall("futex_wait", 455), RecentCall("futex_requeue", 456),
        // Linux 6.8–6.13.
        RecentCall("statmount", 457), RecentCall("listmount", 458), RecentCall("lsm_get_self_attr", 459),
        RecentCall("lsm_set_self_attr", 460), RecentCall("lsm_list_modules", 461), RecentCall("mseal", 462),
        RecentCall("setxattrat", 463), RecentCall("getxattrat", 464), RecentCall("listxattrat", 465),
        RecentCall("removexattrat", 466),
        // Linux 6.15 and later.
        RecentCall("open_tree_attr", 467), RecentCall("file_getattr", 468), RecentCall("file_setattr", 469),
        RecentCall("listns", 470), RecentCall("rseq_slice_yield", 471),
        // These fill holes of an old table.
        RecentCall("uretprobe", 335, isOfX86Only: true), RecentCall("uprobe", 336, isOfX86Only: true),
        RecentCall("riscv_hwprobe", nil),
    ]
}

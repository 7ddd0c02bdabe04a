import CSeccomp
import Glibc

extension SystemCallName {
    /// The name of a call by its number; `nil` when nobody knows one.
    /// - Parameter architecture: AUDIT_ARCH_* of the program that calls, as in `struct seccomp_data` (seccomp(2)).
    static func text(of number: UInt32, architecture: UInt32) -> String? {
        let isX32 =
            architecture == FilterArchitecture.x32.auditArchitecture && number & FilterArchitecture.x32.numberBit != 0
        let candidates = FilterArchitecture.ofMachine.filter { $0.auditArchitecture == architecture }
        guard let found = candidates.first(where: { ($0 == .x32) == isX32 }) else { return nil }
        if let name = seccomp_syscall_resolve_num_arch(found.token, CInt(truncatingIfNeeded: number)) {
            defer { free(name) }
            return String(cString: name)
        }
        return RecentCall.all.first { $0.number(on: found) == number }?.name
    }
}

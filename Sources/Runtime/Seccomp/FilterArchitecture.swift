import CSeccomp

/// An architecture whose programs this machine's kernel runs.
struct FilterArchitecture: Hashable, Sendable {
    /// libseccomp's token, which is the kernel's AUDIT_ARCH_* but for x32.
    let token: UInt32
    /// What `arch` of `struct seccomp_data` holds (seccomp(2)).
    let auditArchitecture: UInt32
    /// The bit that every call's number has; x32 shares all else with x86-64.
    let numberBit: UInt32

    static let x86_64 = FilterArchitecture(token: 0xc000_003e, auditArchitecture: 0xc000_003e, numberBit: 0)
    static let x32 = FilterArchitecture(token: 0x4000_003e, auditArchitecture: 0xc000_003e, numberBit: 0x4000_0000)
    static let x86 = FilterArchitecture(token: 0x4000_0003, auditArchitecture: 0x4000_0003, numberBit: 0)
    static let arm64 = FilterArchitecture(token: 0xc000_00b7, auditArchitecture: 0xc000_00b7, numberBit: 0)
    static let arm = FilterArchitecture(token: 0x4000_0028, auditArchitecture: 0x4000_0028, numberBit: 0)

    /// The program's own first.
    #if arch(x86_64)
        static let ofMachine = [x86_64, x32, x86]
    #elseif arch(arm64)
        static let ofMachine = [arm64, arm]
    #endif

    /// The number of a call that libseccomp knows; `nil` when the architecture
    /// doesn't have it.
    func number(ofLibraryCall name: String) -> UInt32? {
        let number = seccomp_syscall_resolve_name_arch(token, name)
        return number >= 0 ? UInt32(number) : nil
    }
}

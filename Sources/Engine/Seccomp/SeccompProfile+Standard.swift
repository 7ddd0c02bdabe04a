import OCI

extension SeccompProfile {
    /// The engine's own profile, at least as strict as Docker's: everything is
    /// refused with EPERM but for the calls named here.
    ///
    /// On 32-bit x86 and ARM, socketcall(2) and ipc(2) hide their arguments
    /// behind a pointer, where no filter can look: there the address families
    /// can't be told apart.
    public static let standard = SeccompProfile(
        defaultAction: .errno,
        defaultErrno: 1,
        architectures: .ofHost([
            ArchitectureFamily(native: "SCMP_ARCH_X86_64", others: ["SCMP_ARCH_X86"]),
            ArchitectureFamily(native: "SCMP_ARCH_AARCH64", others: ["SCMP_ARCH_ARM"]),
        ]),
        rules: StandardSystemCalls.always.map { allow($0) } + socketRules + personalityRules + cloneRules
            + architectureRules + capabilityRules)

    private static func allow(
        _ calls: String, arguments: [RuntimeSpec.SystemCallArgument]? = nil, includes: Condition = Condition(),
        excludes: Condition = Condition()
    ) -> Rule {
        let names = calls.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map {
            String(Substring($0))
        }
        return Rule(
            RuntimeSpec.SystemCallRule(names: names, action: .allow, arguments: arguments), includes: includes,
            excludes: excludes)
    }

    /// socket(2) for the address families of `linux/socket.h` that a container
    /// has a use for. Left out: AF_ALG (the kernel's cryptography has been a way
    /// in), AF_VSOCK (reaches the hypervisor past every network namespace), and
    /// what the kernel has dropped. libseccomp takes one condition an argument
    /// and rule, so that only the first run is a range.
    private static let socketRules: [Rule] = {
        let families: [UInt64] = Array(13...18) + [21, 22, 24] + Array(26...33) + [35, 36, 39] + Array(41...45)
        let first = RuntimeSpec.SystemCallArgument(index: 0, value: 12, comparison: .less)
        let others = families.map { RuntimeSpec.SystemCallArgument(index: 0, value: $0, comparison: .equal) }
        return ([first] + others).map { allow("socket", arguments: [$0]) }
    }()

    /// personality(2): PER_LINUX and PER_LINUX32, each with and without UNAME26,
    /// and the question which one it is. Others switch hardening off.
    private static let personalityRules = ([0, 0x8, 0x20000, 0x20008, 0xffff_ffff] as [UInt64]).map { value in
        allow("personality", arguments: [RuntimeSpec.SystemCallArgument(index: 0, value: value, comparison: .equal)])
    }

    /// clone(2) without CLONE_NEW*. clone3(2) has its flags behind a pointer:
    /// ENOSYS makes the C library fall back to clone.
    private static let cloneRules: [Rule] = {
        let namespaceFlags: UInt64 = 0x7e02_0000
        let noNamespaces = RuntimeSpec.SystemCallArgument(
            index: 0, value: namespaceFlags, secondValue: 0, comparison: .maskedEqual)
        let unlessAdministrator = Condition(capabilities: CapabilitySet(.sysAdmin))
        return [
            allow("clone", arguments: [noNamespaces], excludes: unlessAdministrator),
            Rule(
                RuntimeSpec.SystemCallRule(names: ["clone3"], action: .errno, errno: 38),
                excludes: unlessAdministrator),
        ]
    }()

    private static let architectureRules = [
        allow("arch_prctl modify_ldt", includes: Condition(architectures: ["amd64"])),
        allow(
            "arm_fadvise64_64 arm_sync_file_range breakpoint cacheflush set_tls sync_file_range2",
            includes: Condition(architectures: ["arm64"])),
    ]

    private static let capabilityRules = StandardSystemCalls.byCapability.map { capability, calls in
        allow(calls, includes: Condition(capabilities: CapabilitySet(capability)))
    }
}

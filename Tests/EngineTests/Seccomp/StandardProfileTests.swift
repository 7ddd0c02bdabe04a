import Engine
import OCI
import Testing

@Suite("The standard seccomp profile")
struct StandardProfileTests {
    /// What the profile does with a call, from the first rule that holds.
    private func action(
        _ name: String, _ arguments: [UInt64] = [], with capabilities: CapabilitySet = .standard
    ) -> RuntimeSpec.SeccompAction {
        let filter = SeccompProfile.standard.resolved(for: capabilities, on: host)
        let rule = filter.systemCalls?.first { rule in
            rule.names.contains(name) && (rule.arguments ?? []).allSatisfy { holds($0, arguments[Int($0.index)]) }
        }
        return rule?.action ?? filter.defaultAction
    }

    private func holds(_ condition: RuntimeSpec.SystemCallArgument, _ value: UInt64) -> Bool {
        switch condition.comparison {
        case .equal: value == condition.value
        case .less: value < condition.value
        case .maskedEqual: value & condition.value == condition.secondValue
        default: false
        }
    }

    @Test(
        "everyday calls are allowed",
        arguments: ["read", "openat", "execve", "mmap", "fork", "kill", "chroot", "ptrace"])
    func everyday(name: String) {
        #expect(action(name) == .allow)
    }

    @Test(
        "what the launcher calls under it is allowed: nobody would answer before execve",
        arguments: ["sendmsg", "write", "capset", "prctl", "execve", "exit_group"])
    func launching(name: String) {
        #expect(action(name) == .allow)
        #expect(action(name, with: []) == .allow)
    }

    @Test(
        "calls that reach the host are refused",
        arguments: [
            "mount", "umount2", "unshare", "setns", "bpf", "reboot", "kexec_load", "init_module", "keyctl", "add_key",
            "request_key", "io_uring_setup", "userfaultfd", "perf_event_open", "open_by_handle_at", "swapon", "acct",
            "settimeofday", "syslog", "pivot_root", "mbind", "iopl", "nfsservctl", "lookup_dcookie", "move_pages",
        ])
    func dangerous(name: String) {
        #expect(action(name) == .errno)
    }

    @Test(
        "a capability brings the calls that need it",
        arguments: [
            ("mount", Capability.sysAdmin), ("clone3", .sysAdmin), ("reboot", .sysBoot), ("init_module", .sysModule),
            ("mbind", .sysNice), ("bpf", .bpf), ("bpf", .sysAdmin), ("syslog", .syslog), ("iopl", .sysRawIO),
            ("open_by_handle_at", .dacReadSearch), ("clock_settime", .sysTime), ("kcmp", .sysPtrace),
            ("vhangup", .sysTTYConfig), ("perf_event_open", .perfmon), ("acct", .sysPacct),
        ])
    func capabilities(name: String, capability: Capability) {
        #expect(action(name) == .errno)
        #expect(action(name, with: CapabilitySet(capability)) == .allow)
    }

    @Test("chroot goes with its capability")
    func chroot() {
        #expect(action("chroot", with: []) == .errno)
    }

    @Test(
        "sockets are allowed by family",
        arguments: [
            (1, true), (2, true), (10, true), (16, true), (17, true), (12, false), (38, false), (40, false), (45, true),
            (46, false),
        ] as [(UInt64, Bool)])
    func sockets(family: UInt64, isAllowed: Bool) {
        #expect((action("socket", [family, 1, 0]) == .allow) == isAllowed)
    }

    @Test(
        "personality takes the harmless values alone",
        arguments: [(0, true), (8, true), (0x20008, true), (0xffff_ffff, true), (0x40000, false)] as [(UInt64, Bool)])
    func personality(value: UInt64, isAllowed: Bool) {
        #expect((action("personality", [value]) == .allow) == isAllowed)
    }

    @Test(
        "clone makes no namespace without CAP_SYS_ADMIN",
        arguments: [0x2_0000, 0x200_0000, 0x400_0000, 0x800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000] as [UInt64])
    func namespaces(flag: UInt64) {
        #expect(action("clone", [17]) == .allow)
        #expect(action("clone", [flag | 17]) == .errno)
        #expect(action("clone", [flag | 17], with: CapabilitySet(.sysAdmin)) == .allow)
    }

    @Test("clone3 doesn't exist without CAP_SYS_ADMIN, so that the C library falls back to clone")
    func clone3() throws {
        let filter = SeccompProfile.standard.resolved(for: .standard, on: host)
        let rule = try #require(filter.systemCalls?.first { $0.names == ["clone3"] })
        #expect(rule.action == .errno && rule.errno == 38)
        #expect(filter.defaultErrno == 1)
    }

    @Test("the architectures are those that the host's kernel runs")
    func architectures() {
        let arm = HostFacts(hostname: "", processorCount: 1, architecture: .arm64, kernel: KernelVersion(6, 1))
        let profile = SeccompProfile.standard
        #expect(
            profile.resolved(for: [], on: host).architectures == ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"])
        #expect(profile.resolved(for: [], on: arm).architectures == ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"])
        let names: (HostFacts) -> Set<String> = {
            Set(profile.resolved(for: [], on: $0).systemCalls?.flatMap(\.names) ?? [])
        }
        #expect(names(host).contains("arch_prctl") && !names(host).contains("cacheflush"))
        #expect(names(arm).contains("cacheflush") && !names(arm).contains("arch_prctl"))
    }

    @Test("no call is named twice in one rule")
    func noDuplicates() {
        for rule in SeccompProfile.standard.rules {
            #expect(Set(rule.call.names).count == rule.call.names.count)
            #expect(!rule.call.names.isEmpty)
        }
    }
}

import OCI
import Testing

@testable import Runtime

@Suite("A seccomp profile")
struct SeccompProfileTests {
    private static func profile(_ rule: RuntimeSpec.SystemCallRule) -> RuntimeSpec.Seccomp {
        .init(
            defaultAction: .errno, listenerPath: rule.action == .notify ? "/run/agent" : nil,
            systemCalls: [.init(names: ["read"], action: .allow), rule])
    }

    private static let mistakes: [(RuntimeSpec.Seccomp, String)] = [
        (
            .init(defaultAction: .errno, architectures: ["SCMP_ARCH_X86", "SCMP_ARCH_PDP11"]),
            "architectures[1]: unknown architecture \"SCMP_ARCH_PDP11\""
        ),
        (.init(defaultAction: .errno, architectures: ["X86"]), "architectures[0]: unknown architecture \"X86\""),
        (
            .init(defaultAction: .errno, flags: ["SECCOMP_FILTER_FLAG_LOG", "MAGIC"]),
            "flags[1]: unknown flag \"MAGIC\""
        ),
        (
            .init(defaultAction: .errno, flags: ["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"]),
            "flags[0]: SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV takes"
        ),
        (.init(defaultAction: .errno, defaultErrno: 5000), "defaultErrnoRet: 5000 is no error number"),
        (.init(defaultAction: .kill, defaultErrno: 1), "defaultErrnoRet: SCMP_ACT_KILL answers no error number"),
        (.init(defaultAction: .trace, defaultErrno: 0x10000), "defaultErrnoRet: 65536 is too large"),
        (.init(defaultAction: .notify), "defaultAction: SCMP_ACT_NOTIFY"),
        (.init(defaultAction: .errno, listenerPath: "/run/agent"), "listenerPath: is of no use"),
        (.init(defaultAction: .errno, listenerMetadata: "x"), "listenerMetadata: is of no use"),
        (
            .init(defaultAction: .allow, systemCalls: [.init(names: ["read"], action: .notify)]),
            "listenerPath: is required"
        ),
        (profile(.init(names: ["write", "fly"], action: .allow)), "syscalls[1].names[1]: unknown system call \"fly\""),
        (profile(.init(names: ["fly"], action: .errno)), "syscalls[1].names[0]: unknown system call \"fly\""),
        (profile(.init(names: [""], action: .allow)), "syscalls[1].names[0]: unknown system call \"\""),
        (profile(.init(names: [], action: .allow)), "syscalls[1].names: names no system call"),
        (
            profile(.init(names: ["write"], action: .allow, errno: 1)),
            "syscalls[1].errnoRet: SCMP_ACT_ALLOW answers no error number"
        ),
        (
            profile(.init(names: ["write"], action: .notify, errno: 1)),
            "syscalls[1].errnoRet: SCMP_ACT_NOTIFY answers no error number"
        ),
        (
            profile(.init(names: ["write"], action: .errno, errno: 4095)),
            "syscalls[1].errnoRet: 4095 is no error number"
        ),
        (
            profile(
                .init(
                    names: ["write"], action: .allow,
                    arguments: [
                        .init(index: 5, value: 0, comparison: .equal), .init(index: 6, value: 0, comparison: .equal),
                    ])),
            "syscalls[1].args[1].index: 6 is too large"
        ),
    ]

    @Test("is refused with the path of the member that is wrong", arguments: mistakes)
    func refusals(profile: RuntimeSpec.Seccomp, start: String) {
        var sentence = ""
        do throws(SeccompError) { _ = try SeccompCompiler.compile(profile) } catch {
            sentence = RuntimeError(error).description
        }
        #expect(sentence.hasPrefix("linux.seccomp.\(start)"), "\(sentence)")
    }

    @Test(
        "may name any call of Linux 6.18, of whatever architecture",
        arguments: [
            "cachestat", "fchmodat2", "map_shadow_stack", "futex_wake", "futex_wait", "futex_requeue", "statmount",
            "listmount", "lsm_get_self_attr", "lsm_set_self_attr", "lsm_list_modules", "mseal", "setxattrat",
            "getxattrat", "listxattrat", "removexattrat", "open_tree_attr", "file_getattr", "file_setattr",
            "uretprobe", "uprobe", "riscv_hwprobe", "arm_fadvise64_64", "s390_pci_mmio_read", "socketcall",
        ])
    func known(name: String) throws {
        for action in [.allow, .trap] as [RuntimeSpec.SeccompAction] {
            let architectures = ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_AARCH64"]
            _ = try SeccompCompiler.compile(
                .init(
                    defaultAction: .errno, architectures: architectures,
                    systemCalls: [.init(names: [name], action: action)]))
        }
    }

    @Test(
        "gives the filter its flags",
        arguments: [
            (nil, false, 4), ([], false, 0), (["SECCOMP_FILTER_FLAG_LOG"], false, 2),
            (["SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_SPEC_ALLOW"], false, 5), ([], true, 8),
            (["SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"], true, 40),
        ] as [([String]?, Bool, UInt64)])
    func flags(names: [String]?, notifies: Bool, flags: UInt64) throws {
        var profile = Self.profile(.init(names: ["write"], action: notifies ? .notify : .allow))
        profile.flags = names
        let program = try SeccompCompiler.compile(profile)
        #expect(program.flags == flags)
        #expect(program.notifies == notifies)
    }
}

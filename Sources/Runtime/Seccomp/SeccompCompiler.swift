import CSeccomp
import CShim
import Glibc
import LinuxSystem
import OCI

/// Why a profile can't be compiled.
public struct SeccompError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Compiles profiles into programs with libseccomp, which knows the system
/// calls of every architecture and how 32-bit ones are numbered.
///
/// System calls newer than everything that the profile mentions get ENOSYS
/// instead of the profile's error, so that a C library which tries a new call
/// falls back to an old one.
public enum SeccompCompiler {
    public static func compile(_ profile: RuntimeSpec.Seccomp) throws(SeccompError) -> SeccompProgram {
        let action = try code(of: profile.defaultAction, errno: profile.defaultErrno)
        guard let filter = seccomp_init(action) else { throw SeccompError("libseccomp refused the default action") }
        defer { seccomp_release(filter) }

        // no_new_privs is the launcher's business, and badly formed calls are
        // the kernel's. A binary tree keeps the cost of a call low.
        seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0)
        seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2)
        // A call of an architecture that the profile doesn't name, x32 among
        // them, is refused like a call it doesn't name; else it would kill.
        if profile.defaultAction == .errno { seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, action) }
        try addArchitectures(profile.architectures ?? [], to: filter)
        for rule in profile.systemCalls ?? [] { try add(rule, of: profile, to: filter) }

        let instructions = try export(filter)
        let newest = highestNumber(in: profile)
        let patched = profile.defaultAction == .errno ? UnknownCalls.prefix(after: newest) + instructions : instructions
        guard patched.count <= SeccompProgram.maximumLength else {
            throw SeccompError("the profile compiles to more instructions than the kernel takes (4096)")
        }
        return SeccompProgram(instructions: patched, flags: try flags(profile.flags ?? []))
    }

    private static func addArchitectures(_ names: [String], to filter: scmp_filter_ctx) throws(SeccompError) {
        for name in names {
            guard name.hasPrefix("SCMP_ARCH_") else { throw SeccompError("unknown architecture \"\(name)\"") }
            let token = seccomp_arch_resolve_name(name.dropFirst("SCMP_ARCH_".count).lowercased())
            guard token != 0 else { throw SeccompError("unknown architecture \"\(name)\"") }
            let result = seccomp_arch_add(filter, token)
            guard result == 0 || result == -EEXIST else {
                throw SeccompError("architecture \"\(name)\": \(SystemError.reason(of: -result))")
            }
        }
    }

    private static func add(
        _ rule: RuntimeSpec.SystemCallRule, of profile: RuntimeSpec.Seccomp, to filter: scmp_filter_ctx
    ) throws(SeccompError) {
        let action = try code(of: rule.action, errno: rule.errno)
        // libseccomp refuses a rule that repeats the default.
        if action == (try code(of: profile.defaultAction, errno: profile.defaultErrno)) { return }
        let arguments = try (rule.arguments ?? []).map(comparison)
        // Comparisons on one argument twice can't be combined in one rule; each
        // is one of its own then, as the OCI specification has it.
        let indices = Set(arguments.map(\.arg))
        let groups = indices.count == arguments.count ? [arguments] : arguments.map { [$0] }
        for name in rule.names {
            let number = seccomp_syscall_resolve_name(name)
            // A name that this libseccomp doesn't know belongs to a newer kernel,
            // or to no kernel; either way there is no number to filter.
            guard number != __NR_SCMP_ERROR else { continue }
            for group in groups {
                let result = seccomp_rule_add_array(filter, action, number, UInt32(group.count), group)
                guard result == 0 || result == -EEXIST else {
                    throw SeccompError("system call \"\(name)\": \(SystemError.reason(of: -result))")
                }
            }
        }
    }

    private static func comparison(
        _ argument: RuntimeSpec.SystemCallArgument
    ) throws(SeccompError) -> scmp_arg_cmp {
        guard argument.index < 6 else {
            throw SeccompError("argument index \(argument.index): a system call has arguments 0 to 5")
        }
        let masked = argument.comparison == .maskedEqual
        let operation =
            switch argument.comparison {
            case .notEqual: SCMP_CMP_NE
            case .less: SCMP_CMP_LT
            case .lessOrEqual: SCMP_CMP_LE
            case .equal: SCMP_CMP_EQ
            case .greaterOrEqual: SCMP_CMP_GE
            case .greater: SCMP_CMP_GT
            case .maskedEqual: SCMP_CMP_MASKED_EQ
            }
        return scmp_arg_cmp(
            arg: argument.index, op: operation, datum_a: argument.value,
            datum_b: masked ? argument.secondValue ?? 0 : 0)
    }

    /// The kernel's SECCOMP_RET_* value, which is libseccomp's SCMP_ACT_* too.
    private static func code(
        of action: RuntimeSpec.SeccompAction, errno number: UInt32?
    ) throws(SeccompError) -> UInt32 {
        let number = number ?? UInt32(EPERM)
        guard number <= 4095 else { throw SeccompError("errno \(number): the largest is 4095") }
        switch action {
        case .allow: return 0x7fff_0000
        case .log: return 0x7ffc_0000
        case .trace: return 0x7ff0_0000 | number
        case .notify: return 0x7fc0_0000
        case .errno: return 0x0005_0000 | number
        case .trap: return 0x0003_0000
        case .killProcess: return 0x8000_0000
        case .kill, .killThread: return 0
        }
    }

    private static func flags(_ names: [String]) throws(SeccompError) -> UInt64 {
        var flags: UInt64 = 0
        for name in names {
            switch name {
            case "SECCOMP_FILTER_FLAG_TSYNC": flags |= 1
            case "SECCOMP_FILTER_FLAG_LOG": flags |= 2
            case "SECCOMP_FILTER_FLAG_SPEC_ALLOW": flags |= 4
            case "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV": flags |= 32
            default: throw SeccompError("unknown flag \"\(name)\"")
            }
        }
        return flags
    }

    /// libseccomp 2.5 exports to a descriptor only.
    private static func export(_ filter: scmp_filter_ctx) throws(SeccompError) -> [UInt8] {
        do throws(SystemError) {
            let memory = try Descriptor(
                owning: check(skiff_memfd_create("seccomp", 1 /* MFD_CLOEXEC */), "create", "a memory file"))
            let result = seccomp_export_bpf(filter, memory.number)
            try check(result, "export", "the system-call filter")
            lseek(memory.number, 0, SEEK_SET)
            return try memory.readToEnd(limit: SeccompProgram.maximumLength, name: "the system-call filter")
        } catch {
            throw SeccompError("cannot \(error)")
        }
    }

    private static func highestNumber(in profile: RuntimeSpec.Seccomp) -> UInt32 {
        var highest: Int32 = 0
        for rule in profile.systemCalls ?? [] {
            for name in rule.names { highest = max(highest, seccomp_syscall_resolve_name(name)) }
        }
        return UInt32(highest)
    }
}

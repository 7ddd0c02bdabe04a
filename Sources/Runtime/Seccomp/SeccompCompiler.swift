import CSeccomp
import CShim
import Glibc
import LinuxSystem
import OCI

/// Compiles profiles into programs with libseccomp, which knows the system
/// calls of every architecture and how 32-bit ones are numbered. What it can't
/// know stands ahead of its filter (`FilterPrefix`).
public enum SeccompCompiler {
    /// The program of a profile. Takes milliseconds: `SeccompCache` keeps it.
    public static func compile(_ profile: RuntimeSpec.Seccomp) throws(SeccompError) -> SeccompProgram {
        try profile.checkListener()
        let flags = try SeccompFlags(profile)
        let instructions = FilterTree.shortened(try translate(profile))
        guard instructions.count * MemoryLayout<sock_filter>.stride <= SeccompProgram.maximumLength else {
            throw SeccompError("", "the profile compiles to more instructions than the kernel takes (4096)")
        }
        return SeccompProgram(instructions: instructions.withUnsafeBytes { Array($0) }, flags: flags.rawValue)
    }

    /// The profile's program as libseccomp has it, and what stands ahead of it.
    static func translate(_ profile: RuntimeSpec.Seccomp) throws(SeccompError) -> [sock_filter] {
        let action = try profile.defaultAction.code(errno: profile.defaultErrno, field: "defaultErrnoRet")
        guard let filter = seccomp_init(action) else {
            throw SeccompError("defaultAction", "this kernel has no \(profile.defaultAction.rawValue)")
        }
        defer { seccomp_release(filter) }
        setAttributes(of: filter, for: profile, defaultAction: action)
        var prefix = FilterPrefix(tokens: try addArchitectures(profile.architectures ?? [], to: filter))
        for (index, rule) in (profile.systemCalls ?? []).enumerated() {
            try FilterRule(rule, field: "syscalls[\(index)]", defaultAction: action).add(to: filter, prefix: &prefix)
        }
        return prefix.block(for: profile).instructions + (try export(filter))
    }

    private static func setAttributes(
        of filter: scmp_filter_ctx, for profile: RuntimeSpec.Seccomp, defaultAction: UInt32
    ) {
        // no_new_privs is the launcher's business, and badly formed calls are
        // the kernel's. A binary tree keeps the cost of a call low; up to
        // version 2.5.4 libseccomp makes a broken one of very few calls.
        seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0)
        let count = (profile.systemCalls ?? []).reduce(0) { $0 + $1.names.count }
        if count > 32 { seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) }
        // A call of an architecture that the profile doesn't name, x32 among
        // them, is refused like a call it doesn't name; else it would kill.
        if profile.defaultAction == .errno { seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, defaultAction) }
    }

    /// Answers libseccomp's tokens of the architectures.
    private static func addArchitectures(
        _ names: [String], to filter: scmp_filter_ctx
    ) throws(SeccompError) -> [UInt32] {
        var tokens: [UInt32] = []
        for (index, name) in names.enumerated() {
            let field = "architectures[\(index)]"
            guard name.hasPrefix("SCMP_ARCH_") else { throw SeccompError(field, "unknown architecture \"\(name)\"") }
            let token = seccomp_arch_resolve_name(name.dropFirst("SCMP_ARCH_".count).lowercased())
            guard token != 0 else { throw SeccompError(field, "unknown architecture \"\(name)\"") }
            let result = seccomp_arch_add(filter, token)
            guard result == 0 || result == -EEXIST else {
                throw SeccompError(field, "cannot add \"\(name)\": \(SystemError.reason(of: -result))")
            }
            tokens.append(token)
        }
        return tokens
    }

    /// libseccomp 2.5 exports to a descriptor only.
    private static func export(_ filter: scmp_filter_ctx) throws(SeccompError) -> [sock_filter] {
        do throws(SystemError) {
            let memory = try Descriptor(
                owning: check(skiff_memfd_create("seccomp", 1 /* MFD_CLOEXEC */), "create", "a memory file"))
            let result = seccomp_export_bpf(filter, memory.number)
            try check(result, "export", "the system-call filter")
            lseek(memory.number, 0, SEEK_SET)
            return try memory.readToEnd(limit: SeccompProgram.maximumFileLength, name: "the system-call filter")
                .withUnsafeBytes { Array($0.bindMemory(to: sock_filter.self)) }
        } catch {
            throw SeccompError("", "cannot \(error)")
        }
    }
}

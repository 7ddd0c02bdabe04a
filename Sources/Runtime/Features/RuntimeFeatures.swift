import JSON
import LinuxSystem
import OCI

/// What this runtime can do, as engines ask for it (OCI runtime specification,
/// "Features Structure"). It says what is built in, not what the host allows.
public struct RuntimeFeatures: JSONWritable {
    public init() {}

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("ociVersionMin", "1.0.0")
            writer.member("ociVersionMax", RuntimeSpec.supportedVersion)
            writer.member("hooks", HookKind.allCases.map(\.rawValue))
            writer.member("mountOptions", MountOptions.known)
            writer.member("linux", LinuxFeatures())
            writer.member("annotations", ["org.skiff.runtime.version": RuntimeVersion.number])
        }
    }
}

/// The number of this build, which both executables tell.
public enum RuntimeVersion {
    /// As Semantic Versioning has it.
    public static let number = "0.1.0"
}

private struct LinuxFeatures: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("namespaces", RuntimeSpec.NamespaceType.allCases.map(\.rawValue).sorted())
            writer.member("capabilities", Capability.allCases.map(\.ociName))
            writer.member(
                "cgroup",
                Switches([
                    ("v1", true), ("v2", true), ("systemd", true), ("systemdUser", false), ("rdma", true),
                ]))
            writer.member("seccomp", SeccompFeatures())
            writer.member("apparmor", Switches.enabled)
            writer.member("selinux", Switches.enabled)
            writer.member("intelRdt", Switches([("enabled", true), ("schemata", true), ("monitoring", true)]))
            writer.member("memoryPolicy", MemoryPolicyFeatures())
            writer.member("mountExtensions", Extensions())
            writer.member("netDevices", Switches.enabled)
        }
    }
}

private struct SeccompFeatures: JSONWritable {
    /// Those of libseccomp 2.5.
    private static let architectures = [
        "AARCH64", "ARM", "MIPS", "MIPS64", "MIPS64N32", "MIPSEL", "MIPSEL64", "MIPSEL64N32", "PARISC", "PARISC64",
        "PPC", "PPC64", "PPC64LE", "RISCV64", "S390", "S390X", "X32", "X86", "X86_64",
    ].map { "SCMP_ARCH_" + $0 }

    private static let flags = [
        "SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_LOG",
        "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV",
    ]

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("enabled", true)
            writer.member("actions", RuntimeSpec.SeccompAction.allCases.map(\.rawValue))
            writer.member("operators", RuntimeSpec.SeccompOperator.allCases.map(\.rawValue))
            writer.member("archs", Self.architectures)
            writer.member("knownFlags", Self.flags)
            writer.member("supportedFlags", Self.flags)
        }
    }
}

private struct MemoryPolicyFeatures: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("modes", MemoryPolicy.modes.keys.sorted())
            writer.member("flags", MemoryPolicy.flags.keys.sorted())
        }
    }
}

private struct Extensions: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in writer.member("idmap", Switches.enabled) }
    }
}

/// An object of what is there and what isn't.
private struct Switches: JSONWritable {
    private let switches: [(name: String, isOn: Bool)]

    init(_ switches: [(String, Bool)]) { self.switches = switches.map { (name: $0.0, isOn: $0.1) } }

    static var enabled: Switches { Switches([("enabled", true)]) }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for entry in switches { writer.member(entry.name, entry.isOn) }
        }
    }
}

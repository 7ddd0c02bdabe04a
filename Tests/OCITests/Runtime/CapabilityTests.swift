import OCI
import Testing

@Suite("Capability")
struct CapabilityTests {
    @Test(
        "names are read in every usual form",
        arguments: [
            ("NET_ADMIN", Capability.netAdmin), ("CAP_NET_ADMIN", .netAdmin), ("cap_net_admin", .netAdmin),
            ("chown", .chown), ("Cap_Checkpoint_Restore", .checkpointRestore),
        ])
    func parsing(text: String, capability: Capability) {
        #expect(Capability(parsing: text) == capability)
    }

    @Test("what is no capability is refused", arguments: ["", "CAP_", "ALL", "NETADMIN", "CAP_CAP_CHOWN", "0"])
    func refusal(text: String) {
        #expect(Capability(parsing: text) == nil)
    }

    @Test("every name leads back to its bit")
    func namesAreComplete() {
        #expect(Capability.allCases.count == 41)
        for capability in Capability.allCases { #expect(Capability(parsing: capability.ociName) == capability) }
    }

    @Test(
        "bits are the kernel's",
        arguments: [
            (0, "CAP_CHOWN"), (7, "CAP_SETUID"), (12, "CAP_NET_ADMIN"), (21, "CAP_SYS_ADMIN"), (27, "CAP_MKNOD"),
            (31, "CAP_SETFCAP"), (34, "CAP_SYSLOG"), (39, "CAP_BPF"), (40, "CAP_CHECKPOINT_RESTORE"),
        ] as [(UInt8, String)])
    func bits(bit: UInt8, name: String) {
        #expect(Capability(rawValue: bit)?.ociName == name)
    }

    @Test("the standard set is the one that Docker gives, bit for bit")
    func standardSet() {
        #expect(CapabilitySet.standard.rawValue == 0x0000_0000_a804_25fb)
        #expect(CapabilitySet.standard.members.count == 14)
        #expect(CapabilitySet.all.rawValue == 0x0000_01ff_ffff_ffff)
    }

    @Test("a set answers for its members alone")
    func membership() {
        let set: CapabilitySet = [CapabilitySet(.kill), CapabilitySet(.sysAdmin)]
        #expect(set.contains(.kill))
        #expect(!set.contains(.chown))
        #expect(set.ociNames == ["CAP_KILL", "CAP_SYS_ADMIN"])
    }
}

import CShim
import LinuxSystem

extension DeviceProgram {
    /// Loads the program and puts it in force for the group (bpf(2)). A single
    /// program that is there already, from an earlier call, is replaced at
    /// once; beside several, all must allow an access.
    func attach(to group: GroupDirectory) throws(CgroupError) {
        do {
            let program = try load(cgroup: group.cgroup)
            let directory = try group.openDirectory()
            let present = try Self.attachedPrograms(of: group)
            guard present.count == 1 else { return try Self.attach(program, to: directory, of: group.cgroup) }
            let old = try Self.open(present[0])
            try Self.attach(program, to: directory, of: group.cgroup, replacing: old.number)
        } catch {
            throw .system(error)
        }
    }

    // What follows fills `union bpf_attr` of <linux/bpf.h> word by word; on the
    // little-endian machines that Swift supports, the first of two 32-bit
    // fields is the low half.

    private func load(cgroup: String) throws(SystemError) -> Descriptor {
        let result = instructions.withUnsafeBytes { code in
            "Apache-2.0".withCString { license in
                var attributes: [UInt64] = [
                    UInt64(15) | UInt64(instructions.count) << 32,  // BPF_PROG_TYPE_CGROUP_DEVICE, insn_cnt
                    UInt64(UInt(bitPattern: code.baseAddress)),
                    UInt64(UInt(bitPattern: license)),
                    0, 0, 0,
                ]
                return Self.call(.loadProgram, &attributes)
            }
        }
        return try Descriptor(owning: check(result, "load the device program of cgroup", cgroup))
    }

    private static func attach(
        _ program: borrowing Descriptor, to directory: borrowing Descriptor, of cgroup: String,
        replacing old: CInt? = nil
    ) throws(SystemError) {
        let flags: UInt64 = old == nil ? 2 : 2 | 4  // BPF_F_ALLOW_MULTI, BPF_F_REPLACE
        var attributes: [UInt64] = [
            UInt64(directory.number) | UInt64(program.number) << 32,
            deviceAttachment | flags << 32,
            UInt64(old ?? 0),
        ]
        try check(call(.attachProgram, &attributes), "attach a device program to cgroup", cgroup)
    }

    /// The kernel's ids of the programs that are in force.
    static func attachedPrograms(of group: GroupDirectory) throws(SystemError) -> [UInt32] {
        var identifiers = [UInt32](repeating: 0, count: 64)
        let directory = try group.openDirectory()
        var attributes: [UInt64] = [UInt64(directory.number) | deviceAttachment << 32, 0, 0, 0]
        let result = identifiers.withUnsafeMutableBytes { buffer in
            attributes[2] = UInt64(UInt(bitPattern: buffer.baseAddress))
            attributes[3] = UInt64(buffer.count / MemoryLayout<UInt32>.size)
            return call(.queryPrograms, &attributes)
        }
        try check(result, "query the device programs of cgroup", group.cgroup)
        return Array(identifiers.prefix(Int(UInt32(truncatingIfNeeded: attributes[3]))))
    }

    private static func open(_ identifier: UInt32) throws(SystemError) -> Descriptor {
        var attributes: [UInt64] = [UInt64(identifier)]
        return try Descriptor(
            owning: check(call(.openProgram, &attributes), "open the eBPF program", String(identifier)))
    }

    /// BPF_CGROUP_DEVICE of `enum bpf_attach_type`.
    private static let deviceAttachment: UInt64 = 6

    /// `enum bpf_cmd`.
    private enum Command: CInt {
        case loadProgram = 5
        case attachProgram = 8
        case openProgram = 13
        case queryPrograms = 16
    }

    private static func call(_ command: Command, _ attributes: inout [UInt64]) -> CInt {
        attributes.withUnsafeMutableBytes { skiff_bpf(command.rawValue, $0.baseAddress!, UInt32($0.count)) }
    }
}

/// Device rules on v2: an eBPF program that the kernel runs at each access to
/// a device node. A result of 1 allows it.
///
/// The program looks at the rules from the last to the first and keeps the
/// accesses that no rule has decided on yet. A rule that refuses one of them
/// ends with 0; one that allows takes its accesses out, and ends with 1 when
/// none is left. What no rule decides on is refused.
struct DeviceProgram {
    /// The instructions in the kernel's encoding.
    private(set) var instructions: [UInt64] = []

    init(_ rules: [DeviceRule]) {
        // struct bpf_cgroup_dev_ctx { __u32 access_type, major, minor } in <linux/bpf.h>;
        // access_type holds the kind in its low and the accesses in its high half.
        append(.load(.kind, offset: 0))
        append(.move(.pending, .kind))
        append(.and(.kind, 0xffff))
        append(.shiftRight(.pending, 16))
        append(.load(.major, offset: 4))
        append(.load(.minor, offset: 8))
        for rule in rules.reversed() { append(rule) }
        append(.set(.result, 0))
        append(.exit)
    }

    private mutating func append(_ instruction: Instruction) {
        instructions.append(instruction.encoded)
    }

    /// One rule: tests that jump past its end when it doesn't speak of the
    /// device, then its decision.
    private mutating func append(_ rule: DeviceRule) {
        var decision: [Instruction] = []
        if rule.allows {
            decision.append(.and(.pending, Int32(~rule.access.rawValue & DeviceRule.Access.all.rawValue)))
            decision.append(.jumpUnlessEqual(.pending, 0, over: 2))
        } else {
            decision.append(.move(.scratch, .pending))
            decision.append(.and(.scratch, Int32(rule.access.rawValue)))
            decision.append(.jumpIfEqual(.scratch, 0, over: 2))
        }
        decision.append(.set(.result, rule.allows ? 1 : 0))
        decision.append(.exit)

        var tests: [(Register, Int32)] = []
        switch rule.kind {
        case .all: break
        case .block: tests.append((.kind, 1))
        case .character: tests.append((.kind, 2))
        }
        if let major = rule.major { tests.append((.major, Int32(bitPattern: major))) }
        if let minor = rule.minor { tests.append((.minor, Int32(bitPattern: minor))) }
        for (index, test) in tests.enumerated() {
            let rest = tests.count - index - 1 + decision.count
            append(.jumpUnlessEqual(test.0, test.1, over: Int16(rest)))
        }
        for instruction in decision { append(instruction) }
    }
}

/// The registers, by their use here. The first argument, the context, is in 1.
private enum Register: UInt8 {
    case result = 0, context, kind, pending, major, minor, scratch
}

/// The few instructions the program needs (Documentation/bpf/standardization/instruction-set.rst).
private struct Instruction {
    /// Opcode in bits 0…7, destination 8…11, source 12…15, offset 16…31,
    /// immediate 32…63.
    let encoded: UInt64

    private init(
        _ opcode: UInt8, _ destination: Register, source: Register = .result, offset: Int16 = 0, _ immediate: Int32 = 0
    ) {
        encoded =
            UInt64(opcode) | UInt64(destination.rawValue) << 8 | UInt64(source.rawValue) << 12
            | UInt64(UInt16(bitPattern: offset)) << 16 | UInt64(UInt32(bitPattern: immediate)) << 32
    }

    /// Loads 32 bits of the context.
    static func load(_ to: Register, offset: Int16) -> Instruction { .init(0x61, to, source: .context, offset: offset) }
    static func move(_ to: Register, _ from: Register) -> Instruction { .init(0xbc, to, source: from) }
    static func set(_ to: Register, _ value: Int32) -> Instruction { .init(0xb4, to, value) }
    static func and(_ to: Register, _ mask: Int32) -> Instruction { .init(0x54, to, mask) }
    static func shiftRight(_ to: Register, _ bits: Int32) -> Instruction { .init(0x74, to, bits) }
    static func jumpIfEqual(_ register: Register, _ value: Int32, over: Int16) -> Instruction {
        .init(0x16, register, offset: over, value)
    }
    static func jumpUnlessEqual(_ register: Register, _ value: Int32, over: Int16) -> Instruction {
        .init(0x56, register, offset: over, value)
    }
    static let exit = Instruction(0x95, .result)
}

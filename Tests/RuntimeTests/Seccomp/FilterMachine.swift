import CSeccomp
import OCI

@testable import Runtime

/// Runs a filter on calls that this machine can't make, as the kernel's
/// interpreter of classic BPF would.
struct FilterMachine {
    private let instructions: [sock_filter]

    init(_ instructions: [sock_filter]) {
        self.instructions = instructions
    }

    init(_ program: SeccompProgram) {
        instructions = program.instructions.withUnsafeBytes { Array($0.bindMemory(to: sock_filter.self)) }
    }

    init(_ profile: RuntimeSpec.Seccomp) throws {
        try self.init(SeccompCompiler.compile(profile))
    }

    /// The SECCOMP_RET_* value for a call.
    func answer(_ architecture: FilterArchitecture, _ number: UInt32, _ arguments: [UInt64] = []) -> UInt32? {
        var words = [number | architecture.numberBit, architecture.auditArchitecture, 0, 0]
        for index in 0..<6 {
            let argument = index < arguments.count ? arguments[index] : 0
            words += [UInt32(truncatingIfNeeded: argument), UInt32(argument >> 32)]
        }
        var (accumulator, index) = (0 as UInt32, 0)
        while index < instructions.count {
            let instruction = instructions[index]
            let value = instruction.k
            index += 1
            func jump(_ condition: Bool) { index += Int(condition ? instruction.jt : instruction.jf) }
            switch instruction.code {
            case 0x20: accumulator = words[Int(value / 4)]
            case 0x54: accumulator &= value
            case 0x05: index += Int(value)
            case 0x15: jump(accumulator == value)
            case 0x25: jump(accumulator > value)
            case 0x35: jump(accumulator >= value)
            case 0x45: jump(accumulator & value != 0)
            case 0x06: return value
            default: return nil
            }
        }
        return nil
    }
}

/// SECCOMP_RET_* values for tests to name.
enum Answer {
    static let allow: UInt32 = 0x7fff_0000
    static let log: UInt32 = 0x7ffc_0000
    static let notify: UInt32 = 0x7fc0_0000
    static let trap: UInt32 = 0x0003_0000
    static let killProcess: UInt32 = 0x8000_0000
    static let killThread: UInt32 = 0

    static func errno(_ number: UInt32) -> UInt32 { 0x0005_0000 | number }
    static func trace(_ number: UInt32) -> UInt32 { 0x7ff0_0000 | number }
}

import CSeccomp
import OCI

/// Classic BPF (seccomp(2), linux/filter.h) that either answers or falls
/// through to what comes after it.
struct FilterBlock {
    private(set) var instructions: [sock_filter] = []

    /// Codes of instructions that are no comparison.
    static let loadWord: UInt16 = 0x20
    static let jump: UInt16 = 0x05
    static let answer: UInt16 = 0x06

    /// Offsets in `struct seccomp_data`.
    static let numberOffset: UInt32 = 0
    static let architectureOffset: UInt32 = 4
    private static let argumentsOffset: UInt32 = 16

    static func + (first: FilterBlock, second: FilterBlock) -> FilterBlock {
        FilterBlock(instructions: first.instructions + second.instructions)
    }

    /// Answers `action` to the call with this number whose arguments are as
    /// all of the conditions want them.
    static func rule(
        number: UInt32, conditions: [RuntimeSpec.SystemCallArgument], action: UInt32
    ) -> FilterBlock {
        let tests = [[Test(load: numberOffset), Test(.equal, number, whenFalse: .fail)]] + conditions.map(tests(of:))
        let length = tests.reduce(1) { $0 + $1.count }
        var instructions: [sock_filter] = []
        for test in tests {
            let end = instructions.count + test.count
            for step in test {
                let next = instructions.count + 1
                func distance(to exit: Test.Exit) -> UInt8 {
                    switch exit {
                    case .next: 0
                    case .pass: UInt8(end - next)
                    case .fail: UInt8(length - next)
                    }
                }
                instructions.append(
                    sock_filter(
                        code: step.code, jt: distance(to: step.whenTrue), jf: distance(to: step.whenFalse),
                        k: step.value))
            }
        }
        instructions.append(sock_filter(code: answer, jt: 0, jf: 0, k: action))
        return FilterBlock(instructions: instructions)
    }

    /// Answers `action` to the calls with a greater number.
    static func numbers(above newest: UInt32, action: UInt32) -> FilterBlock {
        FilterBlock(instructions: [
            sock_filter(code: loadWord, jt: 0, jf: 0, k: numberOffset),
            sock_filter(code: Comparison.greater.rawValue, jt: 0, jf: 1, k: newest),
            sock_filter(code: answer, jt: 0, jf: 0, k: action),
        ])
    }

    /// This block for calls of one architecture; it is passed over for others,
    /// which may be farther than a conditional jump reaches.
    func only(for architecture: FilterArchitecture) -> FilterBlock {
        let length = UInt32(instructions.count)
        guard length > 0 else { return self }
        var guards = [
            sock_filter(code: Self.loadWord, jt: 0, jf: 0, k: Self.architectureOffset),
            sock_filter(code: Comparison.equal.rawValue, jt: 1, jf: 0, k: architecture.auditArchitecture),
        ]
        guard architecture.auditArchitecture == FilterArchitecture.x86_64.auditArchitecture else {
            guards.append(sock_filter(code: Self.jump, jt: 0, jf: 0, k: length))
            return FilterBlock(instructions: guards + instructions)
        }
        let isX32 = architecture.numberBit != 0
        guards += [
            sock_filter(code: Self.jump, jt: 0, jf: 0, k: length + 3),
            sock_filter(code: Self.loadWord, jt: 0, jf: 0, k: Self.numberOffset),
            sock_filter(
                code: Comparison.bitsSet.rawValue, jt: isX32 ? 1 : 0, jf: isX32 ? 0 : 1,
                k: FilterArchitecture.x32.numberBit),
            sock_filter(code: Self.jump, jt: 0, jf: 0, k: length),
        ]
        return FilterBlock(instructions: guards + instructions)
    }
}

/// Jumps that depend on the word loaded last.
enum Comparison: UInt16 {
    case equal = 0x15
    case greater = 0x25
    case greaterOrEqual = 0x35
    case bitsSet = 0x45
}

/// An instruction whose jumps lead to places rather than over distances.
private struct Test {
    enum Exit { case next, pass, fail }

    let code: UInt16
    let value: UInt32
    var whenTrue = Exit.next
    var whenFalse = Exit.next

    init(load offset: UInt32) {
        (code, value) = (0x20, offset)
    }

    init(mask: UInt32) {
        (code, value) = (0x54, mask)
    }

    init(_ comparison: Comparison, _ value: UInt32, whenTrue: Exit = .next, whenFalse: Exit = .next) {
        (code, self.value, self.whenTrue, self.whenFalse) = (comparison.rawValue, value, whenTrue, whenFalse)
    }
}

extension FilterBlock {
    /// An argument has 64 bits, a word of BPF 32: the upper half decides unless
    /// it is equal. Both machines that this program runs on are little-endian.
    private static func tests(of condition: RuntimeSpec.SystemCallArgument) -> [Test] {
        let low = Test(load: argumentsOffset + 8 * condition.index)
        let high = Test(load: argumentsOffset + 8 * condition.index + 4)
        let value = condition.value
        let (lower, upper) = (UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32))
        switch condition.comparison {
        case .equal:
            return [high, Test(.equal, upper, whenFalse: .fail), low, Test(.equal, lower, whenFalse: .fail)]
        case .notEqual:
            return [
                high, Test(.equal, upper, whenFalse: .pass), low,
                Test(.equal, lower, whenTrue: .fail, whenFalse: .pass),
            ]
        case .greater, .greaterOrEqual:
            let last: Comparison = condition.comparison == .greater ? .greater : .greaterOrEqual
            return [
                high, Test(.greater, upper, whenTrue: .pass), Test(.equal, upper, whenFalse: .fail), low,
                Test(last, lower, whenFalse: .fail),
            ]
        case .less, .lessOrEqual:
            let last: Comparison = condition.comparison == .less ? .greaterOrEqual : .greater
            return [
                high, Test(.greater, upper, whenTrue: .fail), Test(.equal, upper, whenFalse: .pass), low,
                Test(last, lower, whenTrue: .fail),
            ]
        case .maskedEqual:
            let wanted = condition.secondValue ?? 0
            return [
                high, Test(mask: upper),
                Test(.equal, UInt32(truncatingIfNeeded: wanted >> 32), whenFalse: .fail),
                low, Test(mask: lower), Test(.equal, UInt32(truncatingIfNeeded: wanted), whenFalse: .fail),
            ]
        }
    }
}

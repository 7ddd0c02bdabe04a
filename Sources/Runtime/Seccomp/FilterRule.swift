import CSeccomp
import LinuxSystem
import Glibc
import OCI

/// One entry of a profile's `syscalls`, checked.
struct FilterRule {
    private let names: [String]
    private let calls: [SystemCallName]
    private let field: String
    private let action: UInt32
    private let isDefault: Bool
    /// Conditions that hold together; several groups are alternatives. None is
    /// no condition at all.
    private let groups: [[RuntimeSpec.SystemCallArgument]]

    /// - Parameters:
    ///   - field: the rule's place in the profile.
    ///   - defaultAction: the profile's, as a code.
    init(_ rule: RuntimeSpec.SystemCallRule, field: String, defaultAction: UInt32) throws(SeccompError) {
        self.field = field
        action = try rule.action.code(errno: rule.errno, field: "\(field).errnoRet")
        isDefault = action == defaultAction
        names = rule.names
        guard !names.isEmpty else { throw SeccompError("\(field).names", "names no system call") }
        var calls: [SystemCallName] = []
        calls.reserveCapacity(names.count)
        for (index, name) in names.enumerated() {
            guard let call = SystemCallName(name) else {
                throw SeccompError("\(field).names[\(index)]", "unknown system call \"\(name)\"")
            }
            calls.append(call)
        }
        self.calls = calls
        let arguments = rule.arguments ?? []
        for (index, argument) in arguments.enumerated() where argument.index > 5 {
            throw SeccompError(
                "\(field).args[\(index)].index", "\(argument.index) is too large: a system call has arguments 0 to 5")
        }
        // Conditions on one argument twice can't be combined in one rule; each
        // is one of its own then, as with runc.
        let indices = Set(arguments.map(\.index))
        groups = indices.count == arguments.count ? [arguments] : arguments.map { [$0] }
    }

    /// Adds the rule to libseccomp's filter, for calls that it knows, and to
    /// the prefix for the others.
    func add(to filter: scmp_filter_ctx, prefix: inout FilterPrefix) throws(SeccompError) {
        // libseccomp refuses a rule that repeats the default.
        if isDefault { return }
        let comparisons = groups.map { $0.map(\.comparisonForLibrary) }
        for (index, call) in calls.enumerated() {
            switch call {
            case .recent(let call):
                for group in groups { prefix.append(.init(call: call, conditions: group, action: action)) }
            case .library(let number):
                for group in comparisons {
                    let result = seccomp_rule_add_array(filter, action, number, UInt32(group.count), group)
                    guard result == 0 || result == -EEXIST else {
                        throw SeccompError(
                            "\(field).names[\(index)]",
                            "cannot filter \"\(names[index])\": \(SystemError.reason(of: -result))")
                    }
                }
            }
        }
    }
}

extension RuntimeSpec.SystemCallArgument {
    fileprivate var comparisonForLibrary: scmp_arg_cmp {
        let operation =
            switch comparison {
            case .notEqual: SCMP_CMP_NE
            case .less: SCMP_CMP_LT
            case .lessOrEqual: SCMP_CMP_LE
            case .equal: SCMP_CMP_EQ
            case .greaterOrEqual: SCMP_CMP_GE
            case .greater: SCMP_CMP_GT
            case .maskedEqual: SCMP_CMP_MASKED_EQ
            }
        return scmp_arg_cmp(
            arg: index, op: operation, datum_a: value, datum_b: comparison == .maskedEqual ? secondValue ?? 0 : 0)
    }
}

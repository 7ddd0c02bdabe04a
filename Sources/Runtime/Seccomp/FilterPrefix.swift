import CSeccomp
import Glibc
import OCI

/// What stands ahead of the filter that libseccomp makes: rules for calls that
/// libseccomp doesn't know, and ENOSYS for calls of which the profile can't
/// have known, being newer than all that it names. A C library that tries a
/// new call then falls back to an old one, where it would take EPERM for an
/// answer. runc does the same.
struct FilterPrefix {
    /// One rule for a call that libseccomp doesn't know. Rules without
    /// conditions hold before all others, as libseccomp has it.
    struct Rule {
        let call: RecentCall
        let conditions: [RuntimeSpec.SystemCallArgument]
        let action: UInt32
    }

    private var rules: [Rule] = []
    private let architectures: [FilterArchitecture]

    private static let answerENOSYS: UInt32 = 0x0005_0000 | UInt32(ENOSYS)

    /// - Parameter tokens: libseccomp's, of the profile's architectures. The
    ///   machine's own always belongs to them.
    init(tokens: [UInt32]) {
        let machine = FilterArchitecture.ofMachine
        architectures = machine.filter { $0 == machine[0] || tokens.contains($0.token) }
    }

    mutating func append(_ rule: Rule) {
        if rule.conditions.isEmpty { rules.insert(rule, at: 0) } else { rules.append(rule) }
    }

    func block(for profile: RuntimeSpec.Seccomp) -> FilterBlock {
        let names = Self.hidesNewCalls(profile) ? (profile.systemCalls ?? []).flatMap(\.names) : []
        return architectures.reduce(FilterBlock()) { blocks, architecture in
            var block = FilterBlock()
            for rule in rules {
                guard let number = rule.call.number(on: architecture) else { continue }
                block = block + .rule(number: number, conditions: rule.conditions, action: rule.action)
            }
            let numbers = names.compactMap { Self.number(of: $0, on: architecture) }
            if let newest = numbers.max() { block = block + .numbers(above: newest, action: Self.answerENOSYS) }
            return blocks + block.only(for: architecture)
        }
    }

    /// Not when the default lets a call pass: a tracer that is asked about every
    /// call knows better. And not when it says ENOSYS anyway.
    private static func hidesNewCalls(_ profile: RuntimeSpec.Seccomp) -> Bool {
        switch profile.defaultAction {
        case .allow, .log, .trace: false
        case .errno: profile.defaultErrno != UInt32(ENOSYS)
        case .kill, .killThread, .killProcess, .trap, .notify: true
        }
    }

    private static func number(of name: String, on architecture: FilterArchitecture) -> UInt32? {
        switch SystemCallName(name) {
        case .library: architecture.number(ofLibraryCall: name)
        case .recent(let call): call.number(on: architecture)
        case nil: nil
        }
    }
}

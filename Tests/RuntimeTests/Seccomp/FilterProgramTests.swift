import Glibc
import OCI
import Testing

@testable import Runtime

#if arch(x86_64)
    /// What compiled filters answer, call by call. Numbers are x86-64's: read 0,
    /// close 3, personality 135, mseal 462.
    @Suite("A compiled filter")
    struct FilterProgramTests {
        private typealias Action = RuntimeSpec.SeccompAction

        private static func profile(
            default action: RuntimeSpec.SeccompAction, _ rules: [RuntimeSpec.SystemCallRule],
            architectures: [String] = []
        ) -> RuntimeSpec.Seccomp {
            RuntimeSpec.Seccomp(
                defaultAction: action, architectures: architectures,
                listenerPath: rules.contains { $0.action == .notify } ? "/run/agent" : nil, systemCalls: rules)
        }

        @Test(
            "has every action",
            arguments: [
                (.allow, nil, Answer.allow), (.log, nil, Answer.log), (.trap, nil, Answer.trap),
                (.notify, nil, Answer.notify), (.kill, nil, Answer.killThread), (.killThread, nil, Answer.killThread),
                (.killProcess, nil, Answer.killProcess), (.errno, nil, Answer.errno(1)), (.errno, 0, Answer.errno(0)),
                (.errno, 4094, Answer.errno(4094)), (.trace, nil, Answer.trace(1)),
                (.trace, 0xffff, Answer.trace(0xffff)),
            ] as [(RuntimeSpec.SeccompAction, UInt32?, UInt32)])
        func actions(action: RuntimeSpec.SeccompAction, errno: UInt32?, answer: UInt32) throws {
            for number in [3, 462] as [UInt32] {
                let other: RuntimeSpec.SeccompAction = action == .allow ? .errno : .allow
                let rule = RuntimeSpec.SystemCallRule(names: ["close", "mseal"], action: action, errno: errno)
                let machine = try FilterMachine(Self.profile(default: other, [rule]))
                #expect(machine.answer(.x86_64, number) == answer)
                #expect(machine.answer(.x86_64, 0) == (other == .allow ? Answer.allow : Answer.errno(1)))
            }
            guard action != .notify else { return }
            var profile = Self.profile(default: action, [.init(names: ["mseal"], action: .log)])
            profile.defaultErrno = errno
            #expect(try FilterMachine(profile).answer(.x86_64, 0) == answer)
        }

        @Test(
            "answers ENOSYS to calls newer than all that the profile names, unless the default lets calls pass",
            arguments: [
                (.errno, nil, true), (.errno, 38, false), (.kill, nil, true), (.killProcess, nil, true),
                (.trap, nil, true), (.allow, nil, false), (.log, nil, false), (.trace, nil, false),
            ] as [(RuntimeSpec.SeccompAction, UInt32?, Bool)])
        func newCalls(action: RuntimeSpec.SeccompAction, errno: UInt32?, isHidden: Bool) throws {
            var profile = Self.profile(
                default: action,
                [.init(names: ["read", "mseal"], action: action == .allow ? .log : .allow)],
                architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"])
            profile.defaultErrno = errno
            let machine = try FilterMachine(profile)
            let standard = try action.code(errno: errno, field: "")
            for architecture in [.x86_64, .x86, .x32] as [FilterArchitecture] {
                let newer = machine.answer(architecture, 463)
                #expect((newer == Answer.errno(38)) == (isHidden || errno == 38), "\(architecture)")
                #expect(machine.answer(architecture, 462) == (action == .allow ? Answer.log : Answer.allow))
                #expect(machine.answer(architecture, 461) == standard)
            }
        }

        @Test("filters new calls on each architecture that the profile names")
        func architectures() throws {
            let rules = [RuntimeSpec.SystemCallRule(names: ["close", "mseal", "uretprobe"], action: .errno, errno: 71)]
            let all = try FilterMachine(
                Self.profile(default: .allow, rules, architectures: ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]))
            for architecture in [.x86_64, .x86, .x32] as [FilterArchitecture] {
                #expect(all.answer(architecture, 462) == Answer.errno(71))
            }
            #expect(all.answer(.x86, 6) == Answer.errno(71))
            #expect(all.answer(.x32, 3) == Answer.errno(71))
            #expect(all.answer(.x86_64, 335) == Answer.errno(71))
            #expect(all.answer(.x86, 335) == Answer.allow)
            let own = try FilterMachine(Self.profile(default: .allow, rules))
            #expect(own.answer(.x86, 462) == Answer.killThread)
            #expect(own.answer(.x32, 462) == Answer.killThread)
        }

        @Test("refuses what an unnamed architecture calls like what the profile doesn't name")
        func unnamedArchitecture() throws {
            let rules = [RuntimeSpec.SystemCallRule(names: ["close"], action: .allow)]
            let machine = try FilterMachine(Self.profile(default: .errno, rules))
            for architecture in [.x86, .x32] as [FilterArchitecture] {
                #expect(machine.answer(architecture, 3) == Answer.errno(1))
            }
        }

        @Test("compares arguments in all their 64 bits", arguments: RuntimeSpec.SeccompOperator.allCases)
        func comparisons(comparison: RuntimeSpec.SeccompOperator) throws {
            let values: [UInt64] = [0, 4, 5, 6, 1 << 32, 5 << 32, 5 << 32 | 4, 5 << 32 | 5, 5 << 32 | 6, 6 << 32, .max]
            for wanted in values {
                let condition = RuntimeSpec.SystemCallArgument(
                    index: 5, value: wanted, secondValue: wanted & 5, comparison: comparison)
                let rule = RuntimeSpec.SystemCallRule(
                    names: ["personality", "mseal"], action: .trap, arguments: [condition])
                let machine = try FilterMachine(Self.profile(default: .allow, [rule]))
                for value in values {
                    let answer = Self.holds(condition, value) ? Answer.trap : Answer.allow
                    for number in [135, 462] as [UInt32] {
                        #expect(
                            machine.answer(.x86_64, number, [1, 2, 3, 4, 5, value]) == answer,
                            "\(number): \(value) \(comparison) \(wanted)")
                    }
                }
            }
        }

        private static func holds(_ condition: RuntimeSpec.SystemCallArgument, _ value: UInt64) -> Bool {
            switch condition.comparison {
            case .notEqual: value != condition.value
            case .less: value < condition.value
            case .lessOrEqual: value <= condition.value
            case .equal: value == condition.value
            case .greaterOrEqual: value >= condition.value
            case .greater: value > condition.value
            case .maskedEqual: value & condition.value == condition.secondValue
            }
        }

        @Test("wants all conditions, but takes two on the same argument for alternatives")
        func conditions() throws {
            let names = ["personality", "mseal"]
            let both = RuntimeSpec.SystemCallRule(
                names: names, action: .trap,
                arguments: [
                    .init(index: 0, value: 1, comparison: .equal), .init(index: 1, value: 2, comparison: .equal),
                ])
            let either = RuntimeSpec.SystemCallRule(
                names: names, action: .trap,
                arguments: [
                    .init(index: 0, value: 1, comparison: .equal), .init(index: 0, value: 2, comparison: .equal),
                ])
            let first = try FilterMachine(Self.profile(default: .allow, [both]))
            let second = try FilterMachine(Self.profile(default: .allow, [either]))
            for number in [135, 462] as [UInt32] {
                #expect(first.answer(.x86_64, number, [1, 2]) == Answer.trap)
                #expect(first.answer(.x86_64, number, [1, 3]) == Answer.allow)
                #expect(first.answer(.x86_64, number, [2, 2]) == Answer.allow)
                #expect(second.answer(.x86_64, number, [1]) == Answer.trap)
                #expect(second.answer(.x86_64, number, [2]) == Answer.trap)
                #expect(second.answer(.x86_64, number, [3]) == Answer.allow)
            }
        }

        @Test("keeps several rules for one new call apart")
        func rules() throws {
            let machine = try FilterMachine(
                Self.profile(
                    default: .allow,
                    [
                        .init(
                            names: ["mseal"], action: .trap, arguments: [.init(index: 0, value: 1, comparison: .equal)]),
                        .init(
                            names: ["mseal"], action: .log, arguments: [.init(index: 0, value: 2, comparison: .equal)]),
                        .init(names: ["statmount"], action: .errno, errno: 5),
                    ]))
            #expect(machine.answer(.x86_64, 462, [1]) == Answer.trap)
            #expect(machine.answer(.x86_64, 462, [2]) == Answer.log)
            #expect(machine.answer(.x86_64, 462, [3]) == Answer.allow)
            #expect(machine.answer(.x86_64, 457) == Answer.errno(5))
        }
    }
#endif

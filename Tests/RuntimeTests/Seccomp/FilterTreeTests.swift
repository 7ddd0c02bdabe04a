import CSeccomp
import OCI
import Testing

@testable import Runtime

#if arch(x86_64)
    /// What libseccomp compiles, and what is made of it, call by call.
    @Suite("A shortened filter")
    struct FilterTreeTests {
        private static let architectures: [FilterArchitecture] = [.x86_64, .x86, .x32]

        /// Most calls allowed, with so many gaps that no comparison reaches over
        /// all ranges; and rules that look at arguments.
        private static func profile(default action: RuntimeSpec.SeccompAction) -> RuntimeSpec.Seccomp {
            let names = (0..<UInt32(470)).compactMap { number -> String? in
                guard number % 5 < 4, let name = seccomp_syscall_resolve_num_arch(0xc000_003e, Int32(number)) else {
                    return nil
                }
                defer { name.deallocate() }
                return String(cString: name)
            }
            func rule(_ name: String, _ index: UInt32, _ value: UInt64, _ mask: UInt64? = nil)
                -> RuntimeSpec.SystemCallRule
            {
                .init(
                    names: [name], action: .trap,
                    arguments: [
                        .init(
                            index: index, value: value, secondValue: mask,
                            comparison: mask == nil ? .equal : .maskedEqual)
                    ])
            }
            return RuntimeSpec.Seccomp(
                defaultAction: action, architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
                systemCalls: [
                    .init(names: names, action: action == .allow ? .log : .allow), rule("personality", 0, 8),
                    rule("personality", 0, 0xffff_ffff), rule("clone", 0, 0x7e02_0000, 0),
                ])
        }

        @Test("answers as the long one does", arguments: [.errno, .allow, .killProcess] as [RuntimeSpec.SeccompAction])
        func answers(action: RuntimeSpec.SeccompAction) throws {
            let long = try SeccompCompiler.translate(Self.profile(default: action))
            let short = FilterTree.shortened(long)
            #expect(short.count < long.count)
            let (asked, answering) = (FilterMachine(long), FilterMachine(short))
            let numbers = Array(0...600) + [0x0fff_ffff, 0x3fff_ffff, 0x7fff_ffff, 0xbfff_ffff, UInt32.max]
            for architecture in Self.architectures {
                for number in numbers {
                    for argument in [0, 3, 8, 0xffff_ffff, 0x7e02_0000, 8 << 32] as [UInt64] {
                        let answer = answering.answer(architecture, number, [argument])
                        #expect(answer != nil)
                        #expect(
                            answer == asked.answer(architecture, number, [argument]),
                            "\(architecture): \(number) of \(argument)")
                    }
                }
            }
        }

        @Test("refuses what an architecture that no one has calls")
        func foreignArchitecture() throws {
            let long = try SeccompCompiler.translate(Self.profile(default: .errno))
            let foreign = FilterArchitecture(token: 0, auditArchitecture: 0x8000_0016, numberBit: 0)
            #expect(FilterMachine(FilterTree.shortened(long)).answer(foreign, 0) == Answer.errno(1))
        }

        @Test("of a profile without gaps is a few dozen instructions long")
        func length() throws {
            let names = (0..<Int32(330)).compactMap { number -> String? in
                guard let name = seccomp_syscall_resolve_num_arch(0xc000_003e, number) else { return nil }
                defer { name.deallocate() }
                return String(cString: name)
            }
            let profile = RuntimeSpec.Seccomp(
                defaultAction: .errno, systemCalls: [.init(names: names, action: .allow)])
            #expect(try SeccompCompiler.compile(profile).instructions.count < 50 * 8)
        }

        @Test("stays as it was when it can't be followed")
        func unknownInstructions() {
            let odd = [
                sock_filter(load: FilterBlock.numberOffset), sock_filter(code: 0x54, jt: 0, jf: 0, k: 1),
                sock_filter(.equal, 1, whenFalse: 1), sock_filter(answer: Answer.trap),
                sock_filter(answer: Answer.allow),
            ]
            let machine = FilterMachine(FilterTree.shortened(odd))
            for number in 0...9 as ClosedRange<UInt32> {
                #expect(machine.answer(.x86_64, number) == (number % 2 == 1 ? Answer.trap : Answer.allow))
            }
        }
    }
#endif

import Runtime
import Testing

@testable import Engine

@Suite("What a refused call has to do with an end")
struct RefusalTests {
    private static func death(_ calls: RefusedCall...) -> Death {
        var death = Death()
        death.watchedFilter = true
        death.refusedCalls = calls
        return death
    }

    private static func call(_ name: String, _ before: Int64) -> RefusedCall {
        RefusedCall(call: name, error: "EPERM", process: "app", before: before)
    }

    @Test(
        "it is taken for the cause of an end that came at once, and that says nothing else",
        arguments: [
            ("mount", 2, [], true), ("keyctl", 500, ["it didn't work"], true), ("keyctl", 501, [], false),
            ("mount", 2000, ["mount: Operation not permitted"], true),
            ("mount", 2001, ["mount: Operation not permitted"], false),
            ("mount", 2, ["db: Connection refused"], false), ("mount", 2, ["open x: No such file or directory"], false),
            ("mount", 2, ["x: Permission denied", "1", "2", "3"], true),
            ("io_uring_setup", 2, [], false), ("io_uring_setup", 2, ["Operation not permitted"], true),
        ] as [(String, Int64, [String], Bool)])
    func cause(name: String, before: Int64, lines: [String], isCause: Bool) {
        let found = Refusal.fatal(of: Self.death(Self.call(name, before)), saying: LastWords(lines))
        #expect((found != nil) == isCause)
    }

    @Test("it is not of who had lived with it")
    func usual() {
        var call = Self.call("keyctl", 1)
        call.since = 10_000
        #expect(Refusal.fatal(of: Self.death(call), saying: LastWords([])) != nil)
        call.since = 10_001
        #expect(Refusal.fatal(of: Self.death(call), saying: LastWords([])) == nil)
        let another = Self.death(Self.call("keyctl", 1), Self.call("keyctl", 20_000))
        #expect(Refusal.fatal(of: another, saying: LastWords([])) == nil)
    }

    @Test("the last three of a minute are remarks")
    func remarks() {
        let death = Self.death(
            Self.call("mount", 5), Self.call("keyctl", 10), Self.call("bpf", 20), Self.call("acct", 30))
        #expect(Refusal.remarks(on: death, without: nil).count == 3)
        let told = Refusal.fatal(of: death, saying: LastWords([]))
        let remarks = Refusal.remarks(on: death, without: told)
        #expect(
            remarks.first?.asRemark
                == "its filter of system calls refused keyctl (EPERM) to the process 'app', 0.010 s before the end")
        #expect(Refusal.remarks(on: Self.death(Self.call("mount", 60_001)), without: nil).isEmpty)
    }
}

import CShim
import Glibc
import LinuxSystem
import Testing

@testable import Runtime

@Suite("Notes of refused calls")
struct RefusalNotesTests {
    private static func call(_ number: UInt32, by thread: pid_t = 7, _ argument: UInt64 = 0) -> skiff_refused_call {
        skiff_refused_call(
            id: 1, thread: thread, architecture: FilterArchitecture.ofMachine[0].auditArchitecture, number: number,
            argument: argument)
    }

    private static let beginning = Uptime.now()

    private static func moment(_ milliseconds: Int64) -> Uptime { beginning + milliseconds }

    @Test("one for each thread and call, the latest first, with the time until the end")
    func order() {
        var notes = RefusalNotes()
        notes.add(Self.call(999), of: "one", at: Self.moment(10))
        notes.add(Self.call(998), of: "one", at: Self.moment(20))
        let isKnown = notes.addAgain(Self.call(999), at: Self.moment(30))
        let isKnownOfAnother = notes.addAgain(Self.call(999, by: 8), at: Self.moment(30))
        #expect(isKnown && !isKnownOfAnother)
        let calls = notes.calls(before: Self.moment(100))
        #expect(calls.map(\.call) == ["system call 999", "system call 998"])
        #expect(calls.map(\.before) == [70, 80])
        #expect(calls.map(\.since) == [90, 80])
        #expect(calls.map(\.count) == [2, 1])
    }

    @Test("the oldest gives way, whatever a container calls")
    func bounded() {
        var notes = RefusalNotes()
        for round in 0..<1000 { notes.add(Self.call(UInt32(900 + round)), of: nil, at: Self.moment(Int64(round))) }
        let calls = notes.calls(before: Self.moment(1000))
        #expect(calls.count == RefusalNotes.capacity)
        #expect(calls.first?.call == "system call 1899")
        #expect(calls.last?.before == 8)
    }

    #if arch(x86_64)
        @Test(
            "calls have their names, whatever architecture and library they are of",
            arguments: [
                (0xc000_003e, 250, "keyctl"), (0xc000_003e, 41, "socket(38)"), (0xc000_003e, 56, "clone(0x26)"),
                (0xc000_003e, 470, "listns"), (0x4000_0003, 288, "keyctl"), (0xc000_003e, 0x4000_00fa, "keyctl"),
                (0xc000_003e, 0x7000_0000, "system call 1879048192"), (0x1234, 5, "system call 5"),
            ] as [(UInt32, UInt32, String)])
        func names(architecture: UInt32, number: UInt32, name: String) {
            var notes = RefusalNotes()
            let call = skiff_refused_call(
                id: 1, thread: 7, architecture: architecture, number: number, argument: 38)
            notes.add(call, of: nil, at: Self.moment(0))
            #expect(notes.calls(before: Self.moment(0)).map(\.call) == [name])
        }
    #endif
}

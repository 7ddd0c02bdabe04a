import Testing

@testable import Compare

@Suite("What is read of instances")
struct ProbeLineTests {
    @Test("a word of the probe is found behind what a console wrote on the same line")
    func words() {
        #expect(ProbeLine.value(of: "first", in: "skiff-compare: first 81") == "81")
        #expect(ProbeLine.value(of: "first", in: "[ 0.3] PCI: \u{1b}[0mskiff-compare: first 81") == "81")
        #expect(ProbeLine.value(of: "done", in: "skiff-compare: done") == "")
        #expect(ProbeLine.value(of: "first", in: "skiff-compare: firstly 81") == nil)
        #expect(ProbeLine.value(of: "first", in: "first 81") == nil)
    }

    @Test("memory is read in bytes, and a line that is none is passed over")
    func memory() {
        let text = "55d0-7ffe ---p 00000000 00:00 0 [rollup]\nRss:     12 kB\nPss:   3 kB\nPrivate_Dirty:\t8 kB\n"
        let fields = MemoryFields(Array(text.utf8))
        #expect(fields["Pss"] == 3072)
        #expect(fields["Private_Dirty"] == 8192)
        #expect(fields["Swap"] == nil)
    }

    @Test("a program's descendants and their memory are found")
    func descendants() throws {
        let program = try RunningProgram(["sh", "-c", "sleep 100 & echo skiff-compare: first; wait"])
        defer { program.kill() }
        let interruption = try Interruption()
        _ = try program.waitForWord("first", seconds: 10, interruption)
        let found = ProcessTree.descendants(of: program.pid)
        #expect(found.count == 1)
        #expect(ProcessMemory(of: found).proportional > 0)
    }

    @Test("a program that says nothing in time is told of with its last lines")
    func timeLimit() throws {
        let program = try RunningProgram(["sh", "-c", "echo booting; echo stuck; sleep 100"])
        defer { program.kill() }
        let interruption = try Interruption()
        let error = #expect(throws: ComparisonError.self) {
            _ = try program.waitForWord("first", seconds: 1, interruption)
        }
        #expect("\(try #require(error))".contains("said no 'first' in 1 seconds; its last lines:\n  booting\n  stuck"))
    }

    @Test("a program that ends before it says anything is told of at once")
    func earlyEnd() throws {
        let program = try RunningProgram(["sh", "-c", "echo no way; exit 3"])
        // One that has ended has to be waited for all the same.
        defer { program.kill() }
        let interruption = try Interruption()
        let error = #expect(throws: ComparisonError.self) {
            _ = try program.waitForWord("first", seconds: 60, interruption)
        }
        #expect("\(try #require(error))".contains("ended before it said 'first'; its last lines:\n  no way"))
    }
}

import Commands
import Testing

@Suite("The lines of a display")
struct ProgressScreenTests {
    @Test("lines are drawn over the last ones, and the cursor ends below them")
    func drawing() {
        var screen = ProgressScreen()
        #expect(screen.text(showing: ["a", "b"], columns: 80, rows: 24) == "\u{1B}[Ka\n\u{1B}[Kb\n")
        #expect(screen.text(showing: ["c", "d"], columns: 80, rows: 24) == "\r\u{1B}[2A\u{1B}[Kc\n\u{1B}[Kd\n")
    }

    @Test("when there are fewer lines, or more, what was below goes")
    func counts() {
        var screen = ProgressScreen()
        _ = screen.text(showing: ["a", "b"], columns: 80, rows: 24)
        #expect(screen.text(showing: ["c"], columns: 80, rows: 24) == "\r\u{1B}[2A\u{1B}[J\u{1B}[Kc\n")
        #expect(screen.text(showing: [], columns: 80, rows: 24) == "\r\u{1B}[1A\u{1B}[J")
        #expect(screen.text(showing: [], columns: 80, rows: 24) == "")
    }

    @Test("a terminal that has become narrower has broken the lines")
    func narrower() {
        var screen = ProgressScreen()
        _ = screen.text(showing: [String(repeating: "x", count: 80), "short"], columns: 80, rows: 24)
        #expect(screen.text(showing: ["a", "b"], columns: 30, rows: 24).hasPrefix("\r\u{1B}[4A\u{1B}[J"))
    }

    @Test("the cursor goes no higher than the terminal's top")
    func low() {
        var screen = ProgressScreen()
        _ = screen.text(showing: Array(repeating: "x", count: 20), columns: 80, rows: 24)
        #expect(screen.text(showing: ["a"], columns: 80, rows: 5).hasPrefix("\r\u{1B}[4A\u{1B}[J"))
    }
}

import LinuxSystem
import Testing

@testable import Runtime

@Suite("How much a container may ask")
struct QuestionRateTests {
    @Test("a flood is heard ten thousand times a second, and goes on being heard")
    func flood() {
        var rate = QuestionRate()
        let began = Uptime.now()
        var heard = 0
        // Two seconds, with a hundred questions a millisecond.
        for millisecond in 0..<2000 {
            for _ in 0..<100 where rate.allows(began + Int64(millisecond)) { heard += 1 }
        }
        #expect((20_000...21_000).contains(heard))
    }

    @Test("who asks now and then is always heard")
    func seldom() {
        var rate = QuestionRate()
        let began = Uptime.now()
        let heard = (0..<5000).filter { rate.allows(began + Int64($0)) }
        #expect(heard.count == 5000)
    }
}

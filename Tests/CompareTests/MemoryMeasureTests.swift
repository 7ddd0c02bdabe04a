import Testing

@testable import Compare

@Suite("What one more instance costs")
struct MemoryMeasureTests {
    /// 10, 20, 30 … more, after something that is there already.
    private static func tens(_ count: Int, after start: Double = 0) -> [Double] {
        (1...count).map { start + Double($0) * 10 }
    }

    @Test("is what they add one after the other")
    func plain() {
        #expect(MemoryMeasure.cost([]) == 0)
        #expect(MemoryMeasure.cost([50]) == 50)
        #expect(MemoryMeasure.cost([50, 100]) == 50)
        #expect(MemoryMeasure.cost(Self.tens(20)) == 10)
    }

    @Test("is the same when somebody else takes or gives back much at the end, at the beginning or in the middle")
    func disturbed() {
        #expect(MemoryMeasure.cost(Self.tens(19) + [-500]) == 10)
        #expect(MemoryMeasure.cost(Self.tens(20, after: -900)) == 10)
        #expect(MemoryMeasure.cost(Self.tens(14) + Self.tens(6, after: 1140)) == 10)
    }
}

import Testing

@testable import Compare

@Suite("What one more instance costs")
struct MemoryMeasureTests {
    @Test(
        "is what they add one after the other, whatever somebody else takes or gives back meanwhile",
        arguments: [
            ([Double](), 0.0), ([50], 50), ([50, 100], 50), (Array(stride(from: 10, through: 200, by: 10)), 10),
            // One who lets go of much at the end, or before the first, and one who takes much in the middle.
            (Array(stride(from: 10, through: 190, by: 10)) + [-500], 10),
            (Array(stride(from: -890, through: -700, by: 10)), 10),
            (Array(stride(from: 10, through: 140, by: 10)) + Array(stride(from: 1150, through: 1200, by: 10)), 10),
        ])
    func cost(more: [Double], each: Double) { #expect(MemoryMeasure.cost(more) == each) }
}

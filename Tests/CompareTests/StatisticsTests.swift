import Testing

@testable import Compare

@Suite("Statistics of a comparison")
struct StatisticsTests {
    @Test("the median is the middle value, or the mean of the two in the middle")
    func median() {
        #expect(Statistics.median([]) == nil)
        #expect(Statistics.median([3]) == 3)
        #expect(Statistics.median([9, 1, 5]) == 5)
        #expect(Statistics.median([1, 100, 2, 4]) == 3)
    }
}

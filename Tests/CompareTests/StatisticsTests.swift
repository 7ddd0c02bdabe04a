import Testing

@testable import Compare

@Suite("Figures of a comparison")
struct StatisticsTests {
    @Test("the median is the middle value, or the mean of the two in the middle")
    func median() {
        #expect(Statistics.median([]) == nil)
        #expect(Statistics.median([3]) == 3)
        #expect(Statistics.median([9, 1, 5]) == 5)
        #expect(Statistics.median([1, 100, 2, 4]) == 3)
    }

    @Test(
        "a number has three digits that count",
        arguments: [
            (0, "0.00"), (0.12345, "0.123"), (0.9996, "1.00"), (1.234, "1.23"), (9.996, "10.0"), (12.34, "12.3"),
            (99.96, "100"), (1234.5, "1235"), (-1.5, "-1.50"),
        ])
    func numbers(value: Double, text: String) {
        #expect(Number.text(value) == text)
    }

    @Test("a value is written in the unit that fits it")
    func units() {
        #expect(Figure.Unit.milliseconds.text(2.5) == "2.50 ms")
        #expect(Figure.Unit.milliseconds.text(2500) == "2.50 s")
        #expect(Figure.Unit.nanoseconds.text(1500) == "1.50 µs")
        #expect(Figure.Unit.mebibytesPerSecond.text(2048) == "2.00 GiB/s")
        #expect(Figure.Unit.bytes.text(3 * 1024 * 1024) == "3MiB")
        #expect(Number.grouped(12345) == "12\u{202F}345")
    }

    @Test("an axis is logarithmic when values differ much, and all values are on it")
    func scale() {
        let near = Scale([2, 3, 4])
        #expect(!near.isLogarithmic)
        #expect(near.position(0) == 0)
        let far = Scale([2, 4000])
        #expect(far.isLogarithmic)
        #expect(abs(far.position(20) - far.position(2) - (far.position(2000) - far.position(200))) < 1e-9)
        for value in [2.0, 4000] { #expect((1...99).contains(far.position(value))) }
        #expect(far.ticks.map { $0.value.rounded() } == [10, 100, 1000])
        let bytes = Scale([2048, 3_145_728], isBinary: true)
        #expect(bytes.ticks.contains { $0.value == 1_048_576 })
    }

    @Test("an axis of nothing, of one value and of zeros has a place for them")
    func degenerate() {
        for values in [[], [0], [0, 0], [5]] as [[Double]] {
            let scale = Scale(values)
            for value in values { #expect((0...100).contains(scale.position(value))) }
            #expect(scale.ticks.allSatisfy { (0...100).contains($0.position) })
        }
    }
}

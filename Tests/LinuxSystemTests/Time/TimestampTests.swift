import LinuxSystem
import Testing

@Suite("timestamps")
struct TimestampTests {
    @Test(
        "times are read and written as RFC 3339 has them",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-02-29T12:34:56.5Z", 1_709_210_096_500_000_000),
            ("1969-12-31T23:59:59.999999999Z", -1), ("2000-03-01T00:00:00Z", 951_868_800_000_000_000),
        ] as [(String, Int64)])
    func timestamps(text: String, nanoseconds: Int64) {
        #expect(Timestamp(parsing: text)?.nanoseconds == nanoseconds)
        #expect(Timestamp(nanoseconds: nanoseconds).description == text)
    }

    @Test("a zone is taken into account, and what is no time is refused")
    func zones() {
        #expect(Timestamp(parsing: "2024-02-29T13:34:56.5+01:00") == Timestamp(parsing: "2024-02-29T12:34:56.5Z"))
        for bad in [
            "", "2024", "2024-13-01T00:00:00Z", "2024-01-01T00:00:00", "0001-01-01T00:00:00Z", "2024-01-01T00:00:00Zx",
        ] {
            #expect(Timestamp(parsing: bad) == nil, "\(bad)")
        }
    }
}

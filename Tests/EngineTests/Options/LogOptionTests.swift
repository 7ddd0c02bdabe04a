import LinuxSystem
import Runtime
import Testing

@testable import Engine

@Suite("Options of logs")
struct LogOptionTests {
    private static func settings(_ options: [String]) throws -> LogSettings {
        var log = LogOption()
        for option in options { try log.add(option) }
        return log.settings(labels: ["a": "1", "b": "2"], environment: ["X=y=z", "XX=1"])
    }

    @Test(
        "--log-opt takes Docker's keys for json-file",
        arguments: [
            ("max-size=1", .value(LogSettings(maximumSize: 1))),
            ("max-size=20m", .value(LogSettings(maximumSize: 20 << 20))),
            ("max-size=-1", .value(LogSettings(maximumSize: nil))),
            ("max-size=0", .refused("max-size must be 1 or more, or -1")),
            ("max-file=1", .value(LogSettings(fileCount: 1))),
            ("max-file=0", .refused("max-file must be 1 or more")),
            ("max-file=x", .refused("max-file must be 1 or more")),
            ("compress=false", .value(LogSettings(compresses: false))),
            ("compress=no", .refused("compress must be true or false")),
            ("labels=a,c", .value(LogSettings(attributes: ["a": "1"]))),
            ("env=X,Y", .value(LogSettings(attributes: ["X": "y=z"]))),
            ("mode=blocking", .value(.standard)),
            (
                "what=ever",
                .refused(
                    "unknown log opt 'what' for json-file log driver; there are max-size, max-file, compress, "
                        + "labels and env")
            ),
            ("max-size", .refused("must be KEY=VALUE")),
        ] as Cases<LogSettings>)
    func options(text: String, expected: Outcome<LogSettings>) {
        #expect(Outcome { try Self.settings([text]) } == expected)
    }

    @Test(
        "a time is a duration back from now, seconds since 1970, or as much of RFC 3339 as is given",
        arguments: [
            ("0", 0), ("1136073600", 1_136_073_600_000_000_000), ("1136073600.25", 1_136_073_600_250_000_000),
            ("1136073600.000000001", 1_136_073_600_000_000_001),
            ("2006-01-01T00:00:00Z", 1_136_073_600_000_000_000),
            ("2006-01-01T01:00:00.5+01:00", 1_136_073_600_500_000_000),
            ("soon", nil), ("1.", nil), ("1.x", nil), ("2006-13-01", nil), ("", nil), ("2006-01-01Z", nil),
        ] as [(String, Int64?)])
    func times(text: String, nanoseconds: Int64?) {
        #expect(Timestamp(option: text)?.nanoseconds == nanoseconds)
    }

    @Test("a time without a zone is the caller's, and a duration goes back from now")
    func ownTimes() throws {
        let forms = ["2006-01-02T00:00:00", "2006-01-02T00:00", "2006-01-02T00", "2006-01-02"]
        let times = forms.map { Timestamp(option: $0) }
        #expect(Set(times).count == 1)
        let day = try #require(Timestamp(option: "2006-01-02T00:00:00Z"))
        // No zone is farther away.
        #expect(abs(try #require(times[0]).nanoseconds - day.nanoseconds) <= 14 * 3_600_000_000_000)
        let ago = try #require(Timestamp(option: "1h30m"))
        let distance = Timestamp.now().nanoseconds - ago.nanoseconds
        #expect((5_400_000_000_000...5_460_000_000_000).contains(distance))
    }
}

@testable import CommandLine
import Testing

@Suite("Texts for people")
struct TextTests {
    @Test(
        "an age is told as Docker tells it",
        arguments: [
            (-5, "Less than a second"), (0, "Less than a second"), (1, "1 second"), (59, "59 seconds"),
            (60, "About a minute"), (119, "About a minute"), (120, "2 minutes"), (3599, "59 minutes"),
            (3600, "About an hour"), (5399, "About an hour"), (5400, "2 hours"), (47 * 3600, "47 hours"),
            (48 * 3600, "2 days"), (13 * 86400, "13 days"), (14 * 86400, "2 weeks"), (59 * 86400, "8 weeks"),
            (60 * 86400, "2 months"), (729 * 86400, "24 months"), (730 * 86400, "2 years"),
        ] as [(Int64, String)])
    func ages(seconds: Int64, text: String) {
        #expect(Duration.seconds(seconds).approximateText == text)
    }

    @Test(
        "a size has three digits in powers of a thousand",
        arguments: [
            (0, "0B"), (999, "999B"), (1000, "1kB"), (1234, "1.23kB"), (4_260_000, "4.26MB"), (4_200_000, "4.2MB"),
            (12_345_678, "12.3MB"), (123_456_789, "123MB"), (999_999, "1MB"), (999_499, "999kB"),
            (7_000_000_000, "7GB"), (UInt64.max, "18.4EB"),
        ] as [(UInt64, String)])
    func decimalSizes(bytes: UInt64, text: String) {
        #expect(bytes.decimalSizeText == text)
    }

    @Test(
        "a size has four digits in powers of 1024",
        arguments: [
            (0, "0B"), (1023, "1023B"), (1024, "1KiB"), (64 << 20, "64MiB"), (1_572_864, "1.5MiB"),
            (2_088_763_392, "1.945GiB"), ((1 << 20) - 1, "1MiB"), (1000 << 10, "1000KiB"), (UInt64.max, "16EiB"),
        ] as [(UInt64, String)])
    func binarySizes(bytes: UInt64, text: String) {
        #expect(bytes.binarySizeText == text)
    }

    @Test(
        "what could steer a terminal is escaped, everything else is kept",
        arguments: [
            ("plain", "plain"), ("héllo 日本 👍", "héllo 日本 👍"), ("\u{1B}]0;x\u{7}", "\\x1b]0;x\\x07"),
            ("a\r\n\tb", "a\\r\\n\\tb"), ("\u{9B}2J", "\\x9b2J"), ("a\u{202E}b", "a\\u{202e}b"),
            ("\u{7F}\u{0}", "\\x7f\\x00"), ("\u{E0041}", "\\u{e0041}"),
        ])
    func escapes(text: String, expected: String) {
        #expect(text.terminalSafe == expected)
    }

    @Test(
        "what could steer a terminal is escaped in JSON, which stays the same",
        arguments: [
            (#"{"a": "b"}"#, #"{"a": "b"}"#), ("{\n\"é\": \"日本\"}", "{\n\"é\": \"日本\"}"),
            ("[\"\u{1B}[0m\u{9B}\"]", #"["\u001b[0m\u009b"]"#), ("[\"\u{202E}\u{E0041}\"]", #"["\u202e\udb40\udc41"]"#),
        ])
    func escapesInJSON(text: String, expected: String) {
        #expect(text.terminalSafeJSON == expected)
    }

    @Test(
        "the width of a text is what a terminal gives it",
        arguments: [("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("ｱ", 1), ("Ａ", 2), ("한", 2), ("ü", 1)])
    func widths(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test(
        "the nearest name is found if it is near enough",
        arguments: [
            ("imagse", "images"), ("imges", "images"), ("sto", "stop"), ("foo", nil), ("x", nil), ("runn", "run"),
            ("versoin", "version"),
        ] as [(String, String?)])
    func nearest(text: String, expected: String?) {
        #expect(text.nearest(of: ["run", "stop", "images", "version"]) == expected)
    }
}

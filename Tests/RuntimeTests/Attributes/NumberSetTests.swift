import Testing

@testable import Runtime

@Suite("A list of numbers")
struct NumberSetTests {
    @Test(
        "is read as the kernel reads it",
        arguments: [
            ("", []), ("0", [1]), ("0-3,7", [0x8f]), ("63-64", [1 << 63, 1]), ("7,0-3", [0x8f]), ("1,1", [2]),
            ("128", [0, 0, 1]),
        ] as [(String, [UInt64])])
    func numbers(text: String, words: [UInt64]) {
        #expect(NumberSet(parsing: text)?.words == words)
    }

    @Test(
        "is refused when it is none",
        arguments: [
            "x", "1-", "-1", "3-1", "1,", ",1", "+1", "1 ", "0x1", "1-2-3", "8192", "99999999999999999999",
            "0-99999999",
        ])
    func refusals(text: String) {
        #expect(NumberSet(parsing: text) == nil)
    }
}

import JSON
import Testing

@Suite("Numbers")
struct NumberTests {
    private func read<Integer: JSONReadable>(_ text: String, as type: Integer.Type) throws(JSONError) -> Integer {
        try Integer(jsonText: Array(text.utf8))
    }

    @Test("integers are exact to the limits of their types")
    func limits() throws {
        #expect(try read("18446744073709551615", as: UInt64.self) == .max)
        #expect(try read("9223372036854775807", as: Int64.self) == .max)
        #expect(try read("-9223372036854775808", as: Int64.self) == .min)
        #expect(try read("4294967295", as: UInt32.self) == .max)
        #expect(try read("-2147483648", as: Int32.self) == .min)
        #expect(try read("65535", as: UInt16.self) == .max)
        #expect(try read("-0", as: UInt64.self) == 0)
    }

    @Test(
        "a number that is an integer may have a fraction and an exponent",
        arguments: [
            ("5.0", 5), ("1e3", 1000), ("1E+3", 1000), ("2.50e1", 25), ("-1.5e1", -15), ("1000e-3", 1), ("0e999", 0),
            ("0.0", 0), ("-0.00", 0), ("0.005e3", 5), ("9223372036854775807.00", .max), ("0e-99999999999999999999", 0),
            ("922337203685477580700000e-5", 9_223_372_036_854_775_807),
        ] as [(String, Int64)])
    func integral(text: String, value: Int64) throws {
        #expect(try read(text, as: Int64.self) == value)
    }

    @Test(
        "a number that doesn't fit is refused as it is written",
        arguments: [
            ("4294967296", "4294967296 is out of range: it has to be between 0 and 4294967295"),
            ("-1", "-1 is out of range: it has to be between 0 and 4294967295"),
            ("18446744073709551616", "18446744073709551616 is out of range: it has to be between 0 and 4294967295"),
            ("1e10", "1e10 is out of range: it has to be between 0 and 4294967295"),
            ("1e999999999", "1e999999999 is out of range: it has to be between 0 and 4294967295"),
            ("1e99999999999999999999", "1e99999999999999999999 is out of range: it has to be between 0 and 4294967295"),
            ("1.5", "expected a whole number, found 1.5"),
            ("1e-1", "expected a whole number, found 1e-1"),
            ("1e-99999999999999999999", "expected a whole number, found 1e-99999999999999999999"),
            ("0.1e-9223372036854775808", "expected a whole number, found 0.1e-9223372036854775808"),
            ("\"1\"", "expected a number, found a string"),
            ("true", "expected a number, found true"),
            ("null", "expected a number, found null"),
        ])
    func unfit(text: String, sentence: String) {
        let error = #expect(throws: JSONError.self) { try read(text, as: UInt32.self) }
        #expect(error.map { "\($0)" } == sentence)
    }

    @Test("a number without an end is shown by its beginning")
    func endless() {
        let error = #expect(throws: JSONError.self) { try read(String(repeating: "9", count: 100_000), as: Int.self) }
        #expect(error?.reason.hasPrefix(String(repeating: "9", count: 40) + "… is out of range") == true)
    }

    @Test(
        "what the grammar has no number for is refused",
        arguments: [
            "-", "+1", "01", "-01", "00", ".5", "5.", "1.e3", "1e", "1e+", "1e+-3", "0x10", "1_000", "Infinity",
            "-Infinity",
            "NaN", "1a", "--1", "１",
        ])
    func malformed(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test("any number is written as it was read", arguments: ["1.50", "1E400", "-0", "123456789012345678901234567890"])
    func literals(text: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)).json == Array(text.utf8))
    }
}

import Cgroups
import Engine
import Testing

@Suite("Sizes in bytes")
struct ByteSizeTests {
    static let junk = Outcome<UInt64>.refused("not a size such as 512k, 64m or 1.5g")
    static let tooLarge = Outcome<UInt64>.refused("too large: a size is less than 8 EiB")

    @Test(
        "a size is read by Docker's rules",
        arguments: [
            ("0", .value(0)), ("1024", .value(1024)), ("32b", .value(32)), ("32B", .value(32)),
            ("512k", .value(512 << 10)), ("64m", .value(64 << 20)), ("64M", .value(64 << 20)),
            ("64mb", .value(64 << 20)), ("64MiB", .value(64 << 20)), ("1.5g", .value(1536 << 20)),
            (".5g", .value(512 << 20)), ("5.k", .value(5 << 10)), ("2 GB", .value(2 << 30)), ("1t", .value(1 << 40)),
            ("1p", .value(1 << 50)), ("0.3k", .value(307)), ("1.9", .value(1)),
            ("8190p", .value(8190 << 50)), ("9223372036854775806", .value(9_223_372_036_854_775_806)),
            ("", junk), ("m", junk), (".", junk), ("-1", junk), ("-1m", junk), ("+5", junk), ("abc", junk),
            ("64x", junk), ("64mm", junk), ("64bb", junk), ("64mib!", junk), ("1  k", junk), ("1.2.3", junk),
            ("1e3", junk), ("0x10", junk), ("inf", junk), ("nan", junk), (" 5", junk), ("5 ", .value(5)),
            ("64e", junk), ("٣", junk),
            ("9223372036854775808", tooLarge), ("8192p", tooLarge), ("99999999999999999999999", tooLarge),
            ("9007199254740991.9999999999999999999k", tooLarge),
        ] as Cases<UInt64>)
    func sizes(text: String, expected: Outcome<UInt64>) {
        #expect(Outcome { try ByteSize.parse(text) } == expected)
    }
}

import Engine
import Testing

@Suite("Options that limit resources")
struct ResourceOptionTests {
    static let noCount = Outcome<UInt64?>.refused("not a number of processors such as 0.5 or 2")

    @Test(
        "--cpus is decimal and ends up in thousandths",
        arguments: [
            ("1.5", .value(1500)), ("2", .value(2000)), (".5", .value(500)), ("3.", .value(3000)), ("0", .value(nil)),
            ("0.000", .value(nil)), ("0.01", .value(10)), ("1.2345", .value(1235)), ("1.234499999", .value(1234)),
            ("0.009", .refused("too few: the least is 0.01 of a processor")),
            ("1.0000000001", .refused("too precise: at most nine decimals")),
            ("99999999999", .refused("too many processors")), ("9223372036854775807", .refused("too many processors")),
            ("", noCount), (".", noCount), ("-1", noCount), ("+1", noCount), ("nan", noCount), ("1e3", noCount),
            ("1,5", noCount), ("1.5.5", noCount), ("1/2", noCount), ("0\u{301}", noCount),
        ] as Cases<UInt64?>)
    func cpus(text: String, expected: Outcome<UInt64?>) {
        #expect(Outcome { try ResourceOptions.milliCPUs(parsing: text) } == expected)
    }

    @Test(
        "--cpu-shares keeps to the kernel's range",
        arguments: [
            ("0", .value(nil)), ("2", .value(2)), ("262144", .value(262_144)),
            ("1", .refused("must be a number from 2 to 262144")),
            ("262145", .refused("must be a number from 2 to 262144")),
            ("-1", .refused("must be a number from 2 to 262144")), ("x", .refused("must be a number from 2 to 262144")),
        ] as Cases<UInt64?>)
    func shares(text: String, expected: Outcome<UInt64?>) {
        #expect(Outcome { try ResourceOptions.cpuShares(parsing: text) } == expected)
    }

    static let noList = Outcome<String>.refused("not a list of processors such as 0-2,4")

    @Test(
        "--cpuset-cpus is a list of numbers and ranges",
        arguments: [
            ("0", .value("0")), ("0-2,4", .value("0-2,4")), ("3-3", .value("3-3")),
            ("2-1", .refused("the range 2-1 ends before it starts")), ("", noList), ("a", noList), ("0,", noList),
            ("0-", noList), ("-1", noList), ("0-1-2", noList), ("+1", noList), ("99999", noList), ("0 1", noList),
        ] as Cases<String>)
    func cpusets(text: String, expected: Outcome<String>) {
        #expect(Outcome { try ResourceOptions.cpuset(parsing: text) } == expected)
    }

    @Test(
        "--memory-swap is a size or -1",
        arguments: [
            ("-1", .value(-1)), ("0", .value(nil)), ("1g", .value(1 << 30)),
            ("-2", .refused("not a size such as 512k, 64m or 1.5g")),
        ] as Cases<Int64?>)
    func swap(text: String, expected: Outcome<Int64?>) {
        #expect(Outcome { try ResourceOptions.memorySwap(parsing: text) } == expected)
    }

    @Test("--memory 0 asks for no limit")
    func noMemoryLimit() throws {
        #expect(try ResourceOptions.bytes(parsing: "0") == nil)
        #expect(try ResourceOptions.bytes(parsing: "64m") == 64 << 20)
    }

    static let noPids = Outcome<Int64>.refused("must be a number of processes, or -1 for no limit")

    @Test(
        "--pids-limit is a number; 0 and -1 mean no limit",
        arguments: [
            ("100", .value(100)), ("0", .value(-1)), ("-1", .value(-1)), ("-2", noPids), ("many", noPids),
            ("1.5", noPids), ("", noPids),
        ] as Cases<Int64>)
    func pids(text: String, expected: Outcome<Int64>) {
        #expect(Outcome { try ResourceOptions.pids(parsing: text) } == expected)
    }

    static let badLimit = Outcome<ResourceLimitOption>.refused(
        "must be nofile=SOFT[:HARD] in numbers, -1 for no limit")

    @Test(
        "--ulimit names a limit and one or two numbers",
        arguments: [
            ("nofile=1024:2048", .value(ResourceLimitOption(name: "nofile", soft: 1024, hard: 2048))),
            ("nofile=1024", .value(ResourceLimitOption(name: "nofile", soft: 1024, hard: 1024))),
            ("core=-1", .value(ResourceLimitOption(name: "core", soft: -1, hard: -1))),
            ("nofile", .refused("must be KEY=VALUE")), ("=5", .refused("the key before = is missing")),
            ("nofile=", badLimit), ("nofile=a", badLimit), ("nofile=1:2:3", badLimit), ("nofile=-2", badLimit),
            ("nofile=1:", badLimit),
            (
                "files=5",
                .refused(
                    "no limit \"files\"; there are as, core, cpu, data, fsize, locks, memlock, msgqueue, nice, "
                        + "nofile, nproc, rss, rtprio, rttime, sigpending, stack")
            ),
        ] as Cases<ResourceLimitOption>)
    func ulimits(text: String, expected: Outcome<ResourceLimitOption>) {
        #expect(Outcome { try ResourceLimitOption(parsing: text) } == expected)
    }
}

import Testing

@testable import Cgroups

@Suite("What limits mean in files")
struct ConversionTests {
    @Test(
        "shares become the weight, and the weight shares, with ends and default on each other",
        arguments: [(2, 1), (1024, 100), (262_144, 10_000)] as [(UInt64, UInt64)])
    func sharesAndWeight(shares: UInt64, weight: UInt64) {
        #expect(CPUShares.weight(of: shares) == weight)
        #expect(CPUShares.shares(of: weight) == shares)
    }

    @Test("shares out of the kernel's range are taken to its ends")
    func sharesOutOfRange() {
        #expect(CPUShares.weight(of: 0) == 1)
        #expect(CPUShares.weight(of: .max) == 10_000)
        #expect(CPUShares.weight(of: 512) == 59)
    }

    @Test("a memory limit and a total are written on v1 as they are, on v2 as memory and swap apart")
    func memoryAndSwap() throws {
        var limits = Limits()
        limits.memory.limit = .at(64 << 20)
        limits.memory.total = .at(100 << 20)
        #expect(
            try entries(Memory.self, limits, .v1) == [
                "memory.limit_in_bytes=67108864", "memory.memsw.limit_in_bytes=104857600",
            ])
        #expect(try entries(Memory.self, limits, .v2) == ["memory.max=67108864", "memory.swap.max=37748736"])
        limits.memory.total = .unlimited
        #expect(try entries(Memory.self, limits, .v2) == ["memory.max=67108864", "memory.swap.max=max"])
        #expect(try entries(Memory.self, limits, .v1).last == "memory.memsw.limit_in_bytes=-1")
    }

    @Test("a total below the memory limit, or without one, is refused in words")
    func contradictions() {
        var limits = Limits()
        limits.memory.limit = .at(64 << 20)
        limits.memory.total = .at(32 << 20)
        let error = #expect(throws: CgroupError.self) { try Memory.settings(for: limits, on: .v1) }
        #expect(
            error?.description
                == "invalid limit memory-swap: 32 MiB for memory and swap is less than 64 MiB for memory alone")
        limits.memory.limit = nil
        #expect(throws: CgroupError.self) { try Memory.settings(for: limits, on: .v2) }
    }

    @Test("a quota and its period are two files on v1 and one on v2")
    func bandwidth() throws {
        var limits = Limits()
        limits.cpu.quota = .at(50_000)
        limits.cpu.period = 100_000
        limits.cpu.shares = 1024
        #expect(
            try entries(CPU.self, limits, .v1) == [
                "cpu.shares=1024", "cpu.cfs_period_us=100000", "cpu.cfs_quota_us=50000",
            ])
        #expect(try entries(CPU.self, limits, .v2) == ["cpu.weight=100", "cpu.max=50000 100000"])
    }

    @Test("throttles and weights of block devices have a name on each version")
    func io() throws {
        var limits = Limits()
        limits.io.weight = 1000
        limits.io.throttles = [Limits.Throttle(major: 8, minor: 0, direction: .readBytes, rate: .at(1 << 20))]
        #expect(
            try entries(IO.self, limits, .v1) == [
                "blkio.throttle.read_bps_device=8:0 1048576", "blkio.weight=1000", "blkio.bfq.weight=1000",
            ])
        #expect(
            try entries(IO.self, limits, .v2) == [
                "io.max=8:0 rbps=1048576", "io.bfq.weight=1000", "io.weight=default 10000",
            ])
    }

    @Test("weights of single devices are written as the kernel's schedulers have them")
    func deviceWeights() throws {
        var limits = Limits()
        limits.io.deviceWeights = [.init(major: 8, minor: 0, weight: 10, leafWeight: nil)]
        #expect(
            try entries(IO.self, limits, .v1) == [
                "blkio.weight_device=8:0 10", "blkio.bfq.weight_device=8:0 10",
            ])
        #expect(try entries(IO.self, limits, .v2) == ["io.bfq.weight=8:0 10", "io.weight=8:0 1"])
        limits.io.deviceWeights[0].leafWeight = 10
        #expect(throws: CgroupError.self) { try IO.settings(for: limits, on: .v2) }
    }

    @Test("on v2 a changed memory limit keeps the total, and a changed total the memory limit")
    func completion() {
        var memory = Limits.Memory()
        memory.limit = .at(60)
        memory.complete(limit: .at(50), swap: .at(50))
        #expect(memory.total == .at(100))
        memory = Limits.Memory()
        memory.total = .at(200)
        memory.complete(limit: .at(50), swap: .at(50))
        #expect(memory.limit == .at(50))
        for swap in [Bound.unlimited, .at(0)] {
            memory = Limits.Memory()
            memory.limit = .at(60)
            memory.complete(limit: .at(50), swap: swap)
            #expect(memory.total == nil)
        }
    }

    @Test("no limit of memory takes the one of memory and swap away too")
    func unlimitedMemory() throws {
        var limits = Limits()
        limits.memory.limit = .unlimited
        #expect(
            try entries(Memory.self, limits, .v1) == [
                "memory.limit_in_bytes=-1", "memory.memsw.limit_in_bytes=-1",
            ])
        #expect(try entries(Memory.self, limits, .v2) == ["memory.max=max", "memory.swap.max=max"])
    }

    @Test("device rules of v1 that change nothing need no line, and one taken back can be given again")
    func deviceListLines() throws {
        let null = DeviceRule(allows: true, kind: .character, major: 1, minor: 3)
        var refused = null
        refused.allows = false
        #expect(try DeviceList([null, null]).lines.map(\.text) == ["a", "c 1:3 rwm"])
        #expect(try DeviceList([null, refused, null]).lines.map(\.allows) == [false, true, false, true])
        let everything = DeviceRule(allows: true)
        #expect(try DeviceList([everything, null]).lines.map(\.text) == ["a"])
        #expect(try DeviceList([everything, refused, null]).lines.map(\.allows) == [true, false, true])
    }

    @Test("what a version cannot express is refused", arguments: [Version.v1, .v2])
    func unsupported(version: Version) {
        var limits = Limits()
        if version == .v1 { limits.memory.high = .at(1) } else { limits.memory.swappiness = 10 }
        let error = #expect(throws: CgroupError.self) { try Memory.settings(for: limits, on: version) }
        #expect(error?.kind == .unavailable)
    }

    @Test("device rules of v1 start from nothing allowed, and cannot except from an exception")
    func deviceList() throws {
        let null = DeviceRule(allows: true, kind: .character, major: 1, minor: 3)
        let list = try DeviceList([null, DeviceRule(allows: true, kind: .block, access: .makeNode)])
        #expect(list.lines.map(\.text) == ["a", "c 1:3 rwm", "b *:* m"])
        #expect(list.lines.map(\.allows) == [false, true, true])
        let everything = DeviceRule(allows: true, kind: .character)
        #expect(throws: CgroupError.self) {
            try DeviceList([everything, DeviceRule(allows: false, kind: .character, major: 1, minor: 3)])
        }
    }

    @Test(
        "amounts are told in the largest unit that fits",
        arguments: [(512, "512 B"), (64 << 20, "64 MiB"), (3 << 29, "1.5 GiB"), (67_043_328, "63.9 MiB")])
    func amounts(bytes: UInt64, text: String) {
        #expect(byteText(bytes) == text)
    }

    private func entries(
        _ rules: any ControllerSettings.Type, _ limits: Limits, _ version: Version
    ) throws -> [String] {
        try rules.settings(for: limits, on: version).flatMap { $0.candidates.map { "\($0.file)=\($0.text)" } }
    }
}

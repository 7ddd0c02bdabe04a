import Testing

@testable import Cgroups

@Suite("What the kernel's files say")
struct ParsingTests {
    @Test("a hybrid host has its controllers on v1, together or apart, and an empty v2 hierarchy")
    func hybrid() {
        let text = """
            24 1 254:0 / / rw,relatime - ext4 /dev/vda rw
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            38 31 0:35 / /sys/fs/cgroup/blk\\040io rw,relatime - cgroup cgroup rw,blkio
            39 31 0:35 / /mnt/again rw,relatime - cgroup cgroup rw,blkio
            40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            """
        #expect(
            Hierarchies(mountInformation: Array(text.utf8))
                == Hierarchies(
                    unified: "/sys/fs/cgroup/unified",
                    legacy: [
                        .init(mountPoint: "/sys/fs/cgroup/cpu,cpuacct", controllers: [.cpu, .cpuacct]),
                        .init(mountPoint: "/sys/fs/cgroup/memory", controllers: [.memory]),
                        .init(mountPoint: "/sys/fs/cgroup/blk io", controllers: [.io]),
                        .init(mountPoint: "/sys/fs/cgroup/systemd", controllers: [], name: "systemd"),
                    ]))
    }

    @Test("a line is found by its whole name, and a missing one is absent")
    func keyedValues() {
        let values = KeyedValues(Array("oom 1\noom_kill 2\nlow 0\n".utf8))
        #expect(values["oom"] == 1)
        #expect(values["oom_kill"] == 2)
        #expect(values["oom_"] == nil)
    }

    @Test("only digits are a number", arguments: ["max", "-1", "", "99999999999999999999", "1x"])
    func notDecimal(text: String) {
        #expect(decimal(text.utf8) == nil)
    }

    @Test("pressure has averages in percent and a total in microseconds")
    func pressure() {
        let text = "some avg10=1.25 avg60=0.50 avg300=0.00 total=4711\nfull avg10=0.10 avg60=0.00 avg300=0.00 total=7\n"
        let pressure = Pressure(Array(text.utf8))
        #expect(pressure?.some.average10 == 1.25)
        #expect(pressure?.some.total == 4711)
        #expect(pressure?.full?.total == 7)
        #expect(Pressure(Array("some avg10=x".utf8)) == nil)
    }

    @Test("block device use is summed over the devices of v1 and of v2 alike")
    func io() {
        let bytes = "254:0 Read 4096\n254:0 Write 512\n254:0 Total 4608\n8:0 Read 1\nTotal 4609\n"
        let operations = "254:0 Read 2\n254:0 Write 1\nTotal 3\n"
        let expected = Statistics.IO(readBytes: 4097, writtenBytes: 512, readOperations: 2, writeOperations: 1)
        #expect(IO.legacyStatistics(bytes: Array(bytes.utf8), operations: Array(operations.utf8)) == expected)
        let lines = "254:0 rbytes=4096 wbytes=512 rios=2 wios=0 dbytes=9 dios=9\n8:0 rbytes=1 wbytes=0 rios=0 wios=1\n"
        #expect(IO.unifiedStatistics(Array(lines.utf8)) == expected)
    }

    @Test("counters of block devices keep their devices and operations, on v2 under v1's names")
    func ioDetails() {
        let lines = Array("254:0 Read 4096\n254:0 Total 4096\n8:16 7\nTotal 4103\n".utf8)
        #expect(
            IO.legacyEntries(lines) == [
                .init(major: 254, minor: 0, operation: "Read", value: 4096),
                .init(major: 254, minor: 0, operation: "Total", value: 4096),
                .init(major: 8, minor: 16, operation: "", value: 7),
            ])
        let io = IO.unifiedDetails(Array("254:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=2\n".utf8))
        #expect(io.counters["io_serviced"]?.map(\.operation) == ["Read", "Write", "Discard"])
        #expect(io.counters["io_serviced"]?.map(\.value) == [1, 0, 2])
        #expect(io.counters["io_service_bytes"]?.first?.value == 4096)
    }

    @Test("a list of processors is its members", arguments: [("0-3,7", [0, 1, 2, 3, 7]), ("", []), ("5", [5])])
    func lists(text: String, members: [UInt16]) {
        #expect(Cpuset.numbers(in: text) == members)
    }
}

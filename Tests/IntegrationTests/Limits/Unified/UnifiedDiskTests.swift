import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Disks and huge pages on cgroup v2", .requiresPureCgroupV2)
    struct UnifiedDiskTests {
        private static let onDisk: ConditionTrait = .enabled(
            if: Disk.ofTemporaryFiles != nil, "needs temporary files on a block device")

        @Test("a container writes, and reads, no faster than it may", onDisk)
        func bandwidth() throws {
            let disk = try #require(Disk.ofTemporaryFiles)
            let rate: JSON = [["major": .number(disk.major), "minor": .number(disk.minor), "rate": 1_048_576]]
            let script = "dd if=/dev/zero of=/file bs=64k count=48 conv=fsync && echo written"
            let limits: JSON = ["throttleWriteBpsDevice": rate, "throttleReadIOPSDevice": rate]
            try Bundle.with(resources: ["blockIO": limits], ["sh", "-c", script]) { bundle in
                try bundle.create()
                #expect(
                    try bundle.groupFile("io.max")
                        == "\(disk.name) rbps=max wbps=1048576 riops=1048576 wiops=max")
                let start = ContinuousClock.now
                try bundle.run("start", bundle.id).succeeded()
                try bundle.wait(for: "stopped")
                // 3 MiB; the first slice of time may be used at once.
                #expect(ContinuousClock.now - start > .seconds(2))
                #expect(bundle.output.hasSuffix("written"), "\(bundle.output)")
            }
        }

        @Test("a rate is changed, and taken away, while the container runs", onDisk)
        func change() throws {
            let disk = try #require(Disk.ofTemporaryFiles)
            let device: JSON = ["major": .number(disk.major), "minor": .number(disk.minor)]
            try Bundle.with { bundle in
                try bundle.createAndStart()
                for (rate, text) in [(5_000_000, "\(disk.name) rbps=5000000 wbps=max riops=max wiops=max"), (0, "")] {
                    var throttle = device
                    throttle["rate"] = .number(Int64(rate))
                    let file = "\(bundle.directory)/resources.json"
                    try HostFile.write(JSON.object(["blockIO": ["throttleReadBpsDevice": [throttle]]]).text, to: file)
                    try bundle.run("update", "--resources", file, bundle.id).succeeded()
                    #expect(try bundle.groupFile("io.max") == text)
                }
            }
        }

        /// BFQ weighs by a file of its own, and where it does, iocost's is of no use.
        @Test("a weight stands in the file of what schedules the disk")
        func weight() throws {
            try Bundle.with(resources: ["blockIO": ["weight": 500]]) { bundle in
                try bundle.createAndStart()
                let usesBFQ = HostFile.exists("\(bundle.group)/io.bfq.weight")
                let file = usesBFQ ? "io.bfq.weight" : "io.weight"
                #expect(try bundle.groupFile(file) == (usesBFQ ? "default 500" : "default 4950"))
                try bundle.run("update", "--blkio-weight", "100", bundle.id).succeeded()
                #expect(try bundle.groupFile(file) == (usesBFQ ? "default 100" : "default 910"))
            }
        }

        @Test("a weight decides who of two gets the disk", onDisk, servedByBFQ)
        func shares() throws {
            let script =
                "dd if=/dev/zero of=/file bs=1M count=64 conv=fsync; echo ready; "
                + "while :; do dd if=/file of=/dev/null bs=64k iflag=direct; done"
            let command = ["sh", "-c", script]
            try Bundle.with(resources: ["blockIO": ["weight": 1000]], command) { first in
                try Bundle.with(resources: ["blockIO": ["weight": 10]], command) { second in
                    for bundle in [first, second] {
                        try bundle.createAndStart()
                        #expect(try eventually(within: .seconds(20)) { bundle.output.contains("ready") })
                    }
                    // An emulated processor, not its disk, is the limit at times: then the weights decide nothing.
                    var parts: [[UInt64]] = []
                    let decided = try eventually(within: .seconds(60)) {
                        parts.append(try Self.parts(of: first, and: second))
                        return parts.last.map { $0[0] > 2 * $0[1] } == true
                    }
                    #expect(decided, "\(parts)")
                }
            }
        }

        /// What each has read from then on until the first has read 128 MiB.
        private static func parts(of first: Bundle, and second: Bundle) throws -> [UInt64] {
            let before = try [read(by: first), read(by: second)]
            #expect(try eventually(within: .seconds(20)) { try read(by: first) - before[0] > 128 << 20 })
            return try [read(by: first) - before[0], read(by: second) - before[1]]
        }

        private static let servedByBFQ: ConditionTrait = .enabled(
            if: Disk.ofTemporaryFiles?.scheduler == "bfq", "needs BFQ as the disk's scheduler")

        /// What the group's processes have read from disks, in bytes.
        private static func read(by bundle: Bundle) throws -> UInt64 {
            let words = try bundle.groupFile("io.stat").split { $0 == " " || $0 == "\n" }
            return words.reduce(0) { $0 + ($1.hasPrefix("rbytes=") ? UInt64($1.dropFirst(7)) ?? 0 : 0) }
        }

        @Test("a weight of one disk goes to what serves that, and is refused in words where nothing weighs", onDisk)
        func deviceWeight() throws {
            let disks = try Disk.all().map { ($0, $0.scheduler == "bfq") }
            for (disk, weighs) in disks {
                let weight: JSON = ["major": .number(disk.major), "minor": .number(disk.minor), "weight": 300]
                try Bundle.with(resources: ["blockIO": ["weightDevice": [weight]]]) { bundle in
                    if weighs {
                        try bundle.createAndStart()
                        #expect(try bundle.groupFile("io.bfq.weight").contains("\(disk.name) 300"))
                    } else {
                        let words = ["create", "--bundle", bundle.path, bundle.id]
                        try bundle.expectRefusal(words, ["linux.resources.blockIO.weightDevice", disk.name])
                    }
                }
            }
        }

        @Test("huge pages are refused beyond the limit")
        func hugePages() throws {
            let script = "fallocate -l 4194304 /huge/x && echo some; fallocate -l 6291456 /huge/x || echo no more"
            try Bundle.with(
                resources: ["hugepageLimits": [["pageSize": "2MB", "limit": 4_194_304]]],
                ["busybox", "sh", "-c", "busybox sh -c '\(script)'; sleep 1000"],
                edit: {
                    let mounts = $0["mounts"].elements.count
                    $0["mounts"][mounts] = ["type": "hugetlbfs", "source": "huge", "destination": "/huge"]
                }
            ) { bundle in
                try bundle.script("ln -s busybox \"$bundle/rootfs/bin/fallocate\"").run().succeeded()
                try bundle.createAndStart()
                #expect(try bundle.groupFile("hugetlb.2MB.max") == "4194304")
                #expect(try eventually { bundle.output.contains("no more") }, "\(bundle.output)")
                #expect(bundle.output.hasPrefix("some\n"), "\(bundle.output)")
                #expect(try bundle.groupFile("hugetlb.2MB.current") == "4194304")
            }
        }
    }
}

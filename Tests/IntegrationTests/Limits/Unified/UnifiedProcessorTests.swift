import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Processors on cgroup v2", .requiresPureCgroupV2)
    struct UnifiedProcessorTests {
        private static let busy = ["sh", "-c", "while :; do :; done"]

        @Test("quota, period, burst and idleness stand in their own files")
        func files() throws {
            let limits: JSON = ["quota": 20000, "period": 100_000, "burst": 10000, "cpus": "1", "mems": "0"]
            try Bundle.with(resources: ["cpu": limits]) { bundle in
                try bundle.createAndStart()
                let expected = [
                    "cpu.max": "20000 100000", "cpu.max.burst": "10000", "cpuset.cpus": "1",
                    "cpuset.cpus.effective": "1", "cpuset.mems": "0", "cpu.idle": "0",
                ]
                for (file, text) in expected { #expect(try bundle.groupFile(file) == text, "\(file)") }
            }
            try Bundle.with(resources: ["cpu": ["idle": 1]]) { bundle in
                try bundle.createAndStart()
                #expect(try bundle.groupFile("cpu.idle") == "1")
            }
        }

        /// Both want the same processor; each gets what the files say of it.
        @Test(
            "a weight, and idleness, decide who of two gets the processor",
            arguments: [["shares": 1024], ["shares": 102], ["idle": 1]] as [JSON])
        func shares(limits: JSON) throws {
            var limits = limits
            limits["cpus"] = "0"
            let full: JSON = ["shares": 1024, "cpus": "0"]
            try Bundle.with(resources: ["cpu": full], Self.busy) { first in
                try Bundle.with(resources: ["cpu": limits], Self.busy) { second in
                    try first.createAndStart()
                    try second.createAndStart()
                    let before = try [first, second].map(Self.use)
                    // Enough of the processor for many turns of each.
                    #expect(
                        try eventually(within: .seconds(20)) {
                            try Self.use(of: first) - before[0] + Self.use(of: second) - before[1] > 1_500_000
                        })
                    let used = try [Self.use(of: first) - before[0], Self.use(of: second) - before[1]]
                    let part = Double(used[1]) / Double(used[0] + used[1])
                    // Who is idle hardly gets to its own end beside the other.
                    try first.run("kill", first.id, "KILL").succeeded()
                    switch limits["shares"].number {
                    case 1024: #expect(part > 0.35 && part < 0.65, "\(part)")
                    default: #expect(part < 0.25, "\(part)")
                    }
                }
            }
        }

        private static func use(of bundle: Bundle) throws -> UInt64 {
            try #require(try bundle.groupNumber("usage_usec", in: "cpu.stat"))
        }

        @Test("who has used its quota up waits, which is told with the pressure")
        func pressure() throws {
            try Bundle.with(resources: ["cpu": ["quota": 10000, "period": 100_000]], Self.busy) { bundle in
                try bundle.createAndStart()
                #expect(try eventually { try bundle.groupNumber("nr_throttled", in: "cpu.stat") ?? 0 > 3 })
                let data = try bundle.run("events", "--stats", bundle.id).json()["data"]
                #expect(data["cpu"]["throttling"]["throttledPeriods"].number ?? 0 > 3, "\(data)")
                #expect(data["cpu"]["psi"]["some"]["total"].number ?? 0 > 0, "\(data)")
            }
            try Skiff.current.withContainer(["--cpus", "0.1"], Self.busy) { container throws in
                var report: JSON = .null
                let isTold = try eventually {
                    report = try Skiff.current.run("limits", "--format", "json", container.name).json()
                    return report["cpuPressure"]["some"]["total"].number ?? 0 > 0
                }
                #expect(isTold, "\(report)")
            }
        }
    }
}

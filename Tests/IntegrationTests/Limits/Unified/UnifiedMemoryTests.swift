import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Memory on cgroup v2", .requiresPureCgroupV2)
    struct UnifiedMemoryTests {
        private static let mebibyte: Int64 = 1 << 20

        /// 48 MiB into memory that can be swapped out.
        private static let fill = "dd if=/dev/zero of=/dev/shm/x bs=1M count=48 2>/dev/null"

        private static func resources(limit: Int64, total: Int64, unified: JSON = .null) -> JSON {
            ["memory": ["limit": .number(limit * mebibyte), "swap": .number(total * mebibyte)], "unified": unified]
        }

        @Test("each limit stands in its own file")
        func files() throws {
            var resources = Self.resources(
                limit: 64, total: 96, unified: ["memory.high": "50331648", "memory.oom.group": "1"])
            resources["memory"]["reservation"] = .number(32 * Self.mebibyte)
            try Bundle.with(resources: resources) { bundle in
                try bundle.createAndStart()
                let expected = [
                    "max": "67108864", "swap.max": "33554432", "low": "33554432", "high": "50331648", "oom.group": "1",
                ]
                for (file, text) in expected { #expect(try bundle.groupFile("memory.\(file)") == text, "\(file)") }
            }
        }

        @Test("what doesn't fit is swapped out as far as memory.swap.max goes, and then the kernel kills")
        func swap() throws {
            try Bundle.with(
                resources: Self.resources(limit: 24, total: 96), ["sh", "-c", "\(Self.fill); echo $?; sleep 1000"]
            ) { bundle in
                try bundle.createAndStart()
                #expect(try eventually(within: .seconds(20)) { bundle.output == "0" }, "\(bundle.output)")
                let swapped = try UInt64(bundle.groupFile("memory.swap.current")) ?? 0
                #expect(swapped > 16 << 20)
                #expect(try bundle.groupNumber("oom_kill", in: "memory.events") == 0)
            }
            try Bundle.with(
                resources: Self.resources(limit: 24, total: 24), ["sh", "-c", "\(Self.fill); echo $?; sleep 1000"]
            ) { bundle in
                try bundle.createAndStart()
                #expect(try eventually(within: .seconds(20)) { bundle.output == "137" }, "\(bundle.output)")
                #expect(try bundle.groupFile("memory.swap.current") == "0")
                #expect(try bundle.groupNumber("oom_kill", in: "memory.events") == 1)
            }
        }

        @Test("memory.oom.group ends all of the container with the one that took too much", arguments: ["0", "1"])
        func together(value: String) throws {
            let script = "sleep 1000 & \(Self.fill); echo $?; wait"
            try Bundle.with(
                resources: Self.resources(limit: 24, total: 24, unified: ["memory.oom.group": .string(value)]),
                ["sh", "-c", script]
            ) { bundle in
                try bundle.createAndStart()
                if value == "1" {
                    try bundle.wait(for: "stopped")
                    #expect(bundle.output.isEmpty, "\(bundle.output)")
                } else {
                    #expect(try eventually(within: .seconds(20)) { bundle.output == "137" }, "\(bundle.output)")
                    #expect(try bundle.status() == "running")
                }
            }
        }

        @Test("who exceeds memory.high is slowed and swapped out, but lives")
        func high() throws {
            let resources = Self.resources(limit: 128, total: 256, unified: ["memory.high": "16777216"])
            try Bundle.with(resources: resources, ["sh", "-c", "\(Self.fill); echo $?; sleep 1000"]) { bundle in
                try bundle.createAndStart()
                #expect(try eventually(within: .seconds(30)) { bundle.output == "0" }, "\(bundle.output)")
                #expect(try bundle.groupNumber("high", in: "memory.events") ?? 0 > 0)
                #expect(try bundle.groupNumber("oom_kill", in: "memory.events") == 0)
                #expect(try UInt64(bundle.groupFile("memory.current")) ?? .max < 32 << 20)
            }
        }
    }
}

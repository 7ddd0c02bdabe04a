import Cgroups
import Glibc
import JSON
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("What events tells", .serialized, .requiresRoot, .requiresCgroupV1)
struct RuntimeStatisticsTests {
    @Test("the members are those of runc, with what the kernel says of the group")
    func statistics() throws {
        let resources = RuntimeSpec.Resources(
            memory: .init(limit: 64 << 20), cpu: .init(processors: "0"), processes: .init(limit: 20))
        try withContainerGroup(resources) { (group: inout Cgroup, location: CgroupLocation) throws in
            let child = try Self.child("x=$(printf %2000000s x); while :; do :; done", in: location)
            let isCharged = try eventually {
                let statistics = try group.statistics()
                return statistics.memory?.current ?? 0 > 2_000_000 && statistics.pids?.current == 1
            }
            #expect(isCharged)
            let event = RuntimeEvent.statistics(try RuntimeStatistics(of: group), id: "a\"b")
            #expect(event.line.last == UInt8(ascii: "\n") && child.process > 0)
            let object = try JSONObject(json: JSONValue(parsing: event.line))
            #expect(object["type"] == .string("stats") && object["id"] == .string("a\"b"))
            let data = try JSONObject(json: #require(object["data"]))
            #expect(
                data.members.map(\.key) == [
                    "cpu", "cpuset", "memory", "pids", "blkio", "hugetlb", "intel_rdt", "network_interfaces",
                ])
            #expect(try Self.number(data, ["memory", "usage", "limit"]) == 64 << 20)
            #expect(try Self.number(data, ["memory", "usage", "usage"]) ?? 0 > 0)
            #expect(try Self.number(data, ["memory", "raw", "total_rss"]) != nil)
            #expect(try Self.number(data, ["memory", "kernelTCP", "failcnt"]) == 0)
            #expect(try Self.number(data, ["pids", "current"]) == 1)
            #expect(try Self.number(data, ["pids", "limit"]) == 20)
            #expect(try Self.number(data, ["cpu", "usage", "total"]) ?? 0 > 0)
            #expect(try Self.number(data, ["cpu", "usage", "kernel"]) != nil)
            #expect(try Self.number(data, ["cpuset", "sched_load_balance"]) == 1)
            let cpuset = try JSONObject(json: #require(data["cpuset"]))
            #expect(cpuset["cpus"] == .array([.number(JSONNumber(0))]))
        }
    }

    @Test("a member is left out where runc leaves it out, and there where runc has it")
    func absences() throws {
        let empty = RuntimeStatistics(statistics: Statistics(), details: StatisticsDetails())
        let expected =
            #"{"cpu":{"usage":{"kernel":0,"user":0},"throttling":{}},"cpuset":{"cpu_exclusive":0,"mem_hardwall":0,"#
            + #""mem_exclusive":0,"memory_migrate":0,"memory_spread_page":0,"memory_spread_slab":0,"#
            + #""memory_pressure":0,"sched_load_balance":0,"sched_relax_domain_level":0},"#
            + #""memory":{"usage":{"limit":0,"failcnt":0},"swap":{"limit":0,"failcnt":0},"#
            + #""kernel":{"limit":0,"failcnt":0},"kernelTCP":{"limit":0,"failcnt":0}},"pids":{},"blkio":{},"#
            + #""hugetlb":{},"intel_rdt":{},"network_interfaces":null}"#
        #expect(String(decoding: empty.json, as: UTF8.self) == expected)
    }

    @Test("an end for want of memory is told at once, and the container's end ends it")
    func outOfMemory() throws {
        let resources = RuntimeSpec.Resources(memory: .init(limit: 32 << 20, swap: 32 << 20))
        try withContainerGroup(resources) { (_: inout Cgroup, location: CgroupLocation) throws in
            let child = try Self.child("(tail /dev/zero); sleep 0.3", in: location)
            var follower = try EventFollower.start(
                id: "test", of: Cgroup.open(location), process: ProcessDescriptor(pid: child.process))
            var lines = [String]()
            try follower.follow(every: 50) { lines.append(String(decoding: $0, as: UTF8.self)) }
            #expect(lines.contains("{\"type\":\"oom\",\"id\":\"test\"}\n"))
            #expect(lines.filter { $0.hasPrefix("{\"type\":\"stats\"") }.count > 1)
            #expect(child.wait() == 0)
        }
    }

    /// A shell that joins the group's hierarchies before it does the script.
    private static func child(_ script: String, in location: CgroupLocation) throws -> Child {
        let joins = Set(location.directories.values).map { "echo 0 >\($0)/tasks; " }.joined()
        return try Child(["/bin/bash", "-c", "PATH=/bin:/usr/bin; \(joins)\(script)"])
    }

    private static func number(_ object: JSONObject, _ path: [String]) throws -> UInt64? {
        var value = JSONValue.object(object)
        for key in path {
            guard let next = try JSONObject(json: value)[key] else { return nil }
            value = next
        }
        guard case .number(let number) = value else { return nil }
        return UInt64(number.literal)
    }
}

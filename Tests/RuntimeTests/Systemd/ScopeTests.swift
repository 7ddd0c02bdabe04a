import Cgroups
import Glibc
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("Units of systemd")
struct ScopeTests {
    @Test(
        "a path names slice, prefix and unit",
        arguments: [
            ("system.slice:docker:1", "docker-1.scope", "system.slice", "/system.slice/docker-1.scope"),
            ("a-b-c.slice:p:n", "p-n.scope", "a-b-c.slice", "/a.slice/a-b.slice/a-b-c.slice/p-n.scope"),
            ("-.slice::n", "n.scope", "-.slice", "/n.scope"),
            (":p:n", "p-n.scope", "system.slice", "/system.slice/p-n.scope"),
            ("", "skiff-ctr.scope", "system.slice", "/system.slice/skiff-ctr.scope"),
        ])
    func names(path: String, unit: String, slice: String, group: String) throws {
        let name = try ScopeName(path: path, containerID: "ctr")
        #expect(name.unit == unit && name.slice == slice && name.expectedPath == group)
    }

    @Test(
        "another path is refused by its field", arguments: ["/a/b", "a:b", "a.slice:b:", "x:p:n", "a.slice:p:n.slice"])
    func badNames(path: String) {
        let error = #expect(throws: RuntimeError.self) { try ScopeName(path: path, containerID: "x") }
        #expect(error?.description.hasPrefix("linux.cgroupsPath: ") == true)
    }

    @Test(
        "without systemd the option is refused with what to do",
        .disabled(if: HostFile.exists("/run/systemd/system"), "needs a host that systemd doesn't run on")
    )
    func absent() {
        let error = #expect(throws: RuntimeError.self) { _ = try SystemdManager.open() }
        #expect(
            error?.description == "--systemd-cgroup: systemd is not running on this host (no /run/systemd/system): "
                + "leave the option out, or use the engine's cgroupfs driver")
    }

    @Test("annotations become properties of the types they name")
    func annotations() throws {
        let prefix = "org.systemd.property."
        let properties = try UnitProperty.asked(by: [
            prefix + "CollectMode": "'inactive-or-failed'", prefix + "TimeoutStopSec": "uint64 3", "other": "x",
            prefix + "SendSIGHUP": "true", prefix + "After": "['a.service', \"b.service\"]", prefix + "Nice": "-5",
        ])
        #expect(
            Set(properties) == [
                UnitProperty("CollectMode", .string("inactive-or-failed")),
                UnitProperty("TimeoutStopUSec", .uint64(3_000_000)), UnitProperty("SendSIGHUP", .boolean(true)),
                UnitProperty("After", .array(of: "s", [.string("a.service"), .string("b.service")])),
                UnitProperty("Nice", .int32(-5)),
            ])
        for (name, value) in [("X", "1"), ("Some_Thing", "1"), ("Thing", "uint9 1"), ("Thing", "'a"), ("Thing", "")] {
            #expect(throws: RuntimeError.self) { try UnitProperty.asked(by: [prefix + name: value]) }
        }
    }

    @Test("limits are told to systemd in its terms, which differ by version")
    func limits() throws {
        let limits = try Limits(
            RuntimeSpec.Resources(
                memory: .init(limit: 64 << 20, reservation: 1 << 20, swap: 96 << 20),
                cpu: .init(shares: 1024, quota: 50_000, period: 100_000), processes: .init(limit: -1),
                blockIO: .init(weight: 10)))
        let unified = UnitProperty.keeping(limits, on: Hierarchies(unified: "/sys/fs/cgroup"))
        #expect(
            Set(unified) == [
                UnitProperty("MemoryMax", .uint64(64 << 20)), UnitProperty("MemoryLow", .uint64(1 << 20)),
                UnitProperty("MemorySwapMax", .uint64(32 << 20)), UnitProperty("CPUWeight", .uint64(100)),
                UnitProperty("CPUQuotaPerSecUSec", .uint64(500_000)), UnitProperty("TasksMax", .uint64(.max)),
                UnitProperty("IOWeight", .uint64(1)),
            ])
        let legacy = Hierarchies(
            unified: nil, legacy: [.init(mountPoint: "/x", controllers: [.memory, .cpu, .pids, .io])])
        #expect(
            Set(UnitProperty.keeping(limits, on: legacy)) == [
                UnitProperty("MemoryLimit", .uint64(64 << 20)), UnitProperty("CPUShares", .uint64(1024)),
                UnitProperty("CPUQuotaPerSecUSec", .uint64(500_000)), UnitProperty("TasksMax", .uint64(.max)),
                UnitProperty("BlockIOWeight", .uint64(10)),
            ])
    }

    @Test("device rules are told to systemd when it can express all of them")
    func devices() throws {
        let supplied = try Limits(creating: RuntimeSpec.Resources()).devices
        let properties = UnitProperty.devices(supplied)
        #expect(properties.first == UnitProperty("DevicePolicy", .string("strict")))
        guard case .array(_, let allowed) = properties.last?.value else {
            Issue.record("no list")
            return
        }
        #expect(allowed.contains(.structure([.string("/dev/char/1:3"), .string("rwm")])))
        #expect(allowed.contains(.structure([.string("char-*"), .string("m")])))
        let everything = [DeviceRule(allows: false), DeviceRule(allows: true)]
        #expect(UnitProperty.devices(everything).first == UnitProperty("DevicePolicy", .string("auto")))
        #expect(UnitProperty.devices([DeviceRule(allows: false, kind: .character, major: 1)]).isEmpty)
    }
}

import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import Cgroups

@Suite("Groups on the v2 hierarchy", .serialized, .requiresRoot, .requiresCgroupV2)
struct UnifiedTests {
    /// The last matching rule decides on each access by itself.
    @Test(
        "the device program decides as its rules say",
        arguments: [
            ([], "/dev/null", "r", false),
            ([null(true)], "/dev/null", "rw", true),
            ([null(true)], "/dev/zero", "r", false),
            ([null(true, .read)], "/dev/null", "rw", false),
            ([null(true, .read), null(true, .write)], "/dev/null", "rw", true),
            ([DeviceRule(allows: true), null(false)], "/dev/null", "r", false),
            ([DeviceRule(allows: true), null(false)], "/dev/zero", "r", true),
            ([DeviceRule(allows: true), null(false, .write)], "/dev/null", "r", true),
            ([DeviceRule(allows: true), null(false, .write)], "/dev/null", "rw", false),
            ([null(false), DeviceRule(allows: true)], "/dev/null", "rw", true),
            ([DeviceRule(allows: true, kind: .block)], "/dev/null", "r", false),
            ([DeviceRule(allows: true, kind: .character, major: 1)], "/dev/zero", "r", true),
            ([DeviceRule(allows: true, kind: .character, minor: 3)], "/dev/zero", "r", false),
        ] as [([DeviceRule], String, String, Bool)])
    func devices(rules: [DeviceRule], node: String, mode: String, allowed: Bool) throws {
        var limits = Limits()
        limits.devices = rules
        try withGroup(limits, on: unifiedAlone()) { group in
            let open = mode == "r" ? "exec 5<\(node)" : "exec 5<>\(node)"
            try withShell("(\(open)) && exit 7; exit 8", in: group) { #expect($0.wait() == (allowed ? 7 : 8)) }
        }
    }

    private static func null(_ allows: Bool, _ access: DeviceRule.Access = .all) -> DeviceRule {
        DeviceRule(allows: allows, kind: .character, major: 1, minor: 3, access: access)
    }

    @Test("making a node needs a rule too")
    func makeNode() throws {
        let node = "/tmp/skiff-test-node-\(UInt32.random(in: 0 ... .max))"
        defer { unlink(node) }
        for (access, expected) in [(DeviceRule.Access.read, CInt(1)), (.makeNode, 0)] {
            var limits = Limits()
            limits.devices = [Self.null(true, access)]
            try withGroup(limits, on: unifiedAlone()) { group in
                try withShell("exec mknod \(node) c 1 3", in: group) { #expect($0.wait() == expected) }
            }
        }
    }

    @Test("new rules take the place of the old program")
    func replacement() throws {
        var limits = Limits()
        limits.devices = []
        try withGroup(limits, on: unifiedAlone()) { group in
            let first = try group.unified.map(DeviceProgram.attachedPrograms) ?? []
            limits.devices = [Self.null(true)]
            try group.update(limits)
            let second = try group.unified.map(DeviceProgram.attachedPrograms) ?? []
            #expect(first.count == 1 && second.count == 1 && first != second)
            try withShell("exec cat /dev/null", in: group) { #expect($0.wait() == 0) }
        }
    }

    @Test("processes are frozen, thawed, killed together and measured")
    func lifecycle() throws {
        try withGroup(on: unifiedAlone()) { group in
            try withShell("while :; do :; done", in: group) { child in
                let runs = try eventually { try group.statistics().cpu?.usage ?? 0 > 0 }
                #expect(runs)
                try group.freeze()
                #expect(try group.isFrozen())
                try group.thaw()
                #expect(try !group.isFrozen())
                let statistics = try group.statistics()
                #expect(statistics.cpuPressure != nil)
                #expect(statistics.cpu?.perProcessor == nil)
                try group.killAll()
                #expect(child.wait() == 128 + SIGKILL)
            }
        }
    }

    @Test("groups that a container made beneath its own are removed with it")
    func nested() throws {
        let hierarchies = try unifiedAlone()
        try withGroup(on: hierarchies) { group in
            for name in ["/a", "/b", "/a/c"] {
                _ = try Cgroup.create(group.path + name, on: hierarchies, options: .acceptExisting)
            }
        }
    }

    @Test("on a hybrid host pressure is told for processes that are in the v2 group")
    func companion() throws {
        try withGroup(options: .unified) { group in
            #expect(try group.statistics().cpuPressure == nil || Host.hierarchies?.legacy.isEmpty == true)
            try withShell("sleep 100; :", in: group) { _ in
                let pressure = try group.statistics().cpuPressure
                #expect(pressure != nil)
                let target = try group.join()
                let isUnified = target.directory != nil
                #expect(isUnified)
            }
        }
    }

    @Test("a further process goes where the first one is, even where the group itself takes none")
    func joinBesides() throws {
        let hierarchies = try unifiedAlone()
        try withGroup(on: hierarchies) { group in
            let inner = try Cgroup.create(group.path + "/a/b", on: hierarchies, options: .acceptExisting)
            try withShell("exec sleep 100", in: inner) { child in
                let target = try group.join(with: child.process)
                let link = target.directoryNumber.flatMap { HostFile.linkTarget("/proc/self/fd/\($0)") }
                #expect(link?.hasSuffix(group.path + "/a/b") == true)
                let other = try group.join(with: 1)
                let otherLink = other.directoryNumber.flatMap { HostFile.linkTarget("/proc/self/fd/\($0)") }
                #expect(otherLink?.hasSuffix(group.path) == true)
            }
            let below = try group.join(beneath: ["": "a"])
            let link = below.directoryNumber.flatMap { HostFile.linkTarget("/proc/self/fd/\($0)") }
            #expect(link?.hasSuffix(group.path + "/a") == true)
            #expect(throws: CgroupError.self) { _ = try group.join(beneath: ["": "a/../.."]) }
            #expect(throws: CgroupError.self) { _ = try group.join(beneath: ["": "nowhere"]) }
            #expect(throws: CgroupError.self) { _ = try group.join(beneath: ["memory": "a"]) }
        }
    }

    @Test("a group that is given to a user is his to make groups in, and its limits are not")
    func delegation() throws {
        try withGroup(on: unifiedAlone()) { group in
            try group.delegate(to: 4711)
            let location = try #require(group.unified?.location)
            #expect(try HostFile.status(location).st_uid == 4711)
            #expect(try HostFile.status(location + "/cgroup.procs").st_uid == 4711)
            #expect(try HostFile.status(location + "/cgroup.freeze").st_uid == 0)
        }
    }

    @Test("texts for files are written as they are, and refused when they name no file of the group")
    func texts() throws {
        try withGroup(on: unifiedAlone()) { group in
            var limits = Limits()
            limits.unified = ["cgroup.max.descendants": "5"]
            try group.update(limits)
            #expect(try group.limitsReport(asked: limits).rows.first?.kernel == "5")
            for file in ["../x.y", "nonsense", "memory/x.y", "blue.max"] {
                limits.unified = [file: "1"]
                #expect(throws: CgroupError.self) { try group.update(limits) }
            }
        }
    }
}

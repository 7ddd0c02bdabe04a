import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import Cgroups

@Suite("Where a group is", .serialized, .requiresRoot, .requiresCgroupV1)
struct LocationTests {
    private static var name: String { "/skiff-test-\(UInt32.random(in: 0 ... .max))" }

    @Test("a group is in every v1 hierarchy, the named ones too, and is found again by its location alone")
    func location() throws {
        try withGroup(options: .everyHierarchy) { group in
            let location = group.location
            let legacy = try #require(Host.hierarchies).legacy
            #expect(Set(location.directories.keys) == Set(legacy.flatMap(\.subsystems)))
            #expect(location.directories["memory"]?.hasSuffix("/memory" + group.path) == true)
            #expect(location.directories.keys.contains { $0.hasPrefix("name=") })
            let again = try Cgroup.open(location)
            #expect(again.location == location)
            try withShell("exec sleep 100", in: group) { child in
                #expect(try again.processes() == [child.process])
                #expect(try again.statistics().pids?.current == 1)
                try again.freeze()
                #expect(try group.isPaused())
                try again.killAll()
                #expect(child.wait() == 128 + SIGKILL)
            }
        }
    }

    @Test("a location whose group is gone has no processes, and its removal is no error")
    func gone() throws {
        let group = try Cgroup.create(Self.name, on: #require(Host.hierarchies), options: .everyHierarchy)
        let location = group.location
        try group.remove()
        let again = try Cgroup.open(location)
        #expect(try again.processes().isEmpty)
        #expect(try !again.isPaused())
        try again.killAll()
        try again.remove()
    }

    @Test("a relative path starts at the group of this process, in each hierarchy its own")
    func relative() throws {
        let hierarchies = try #require(Host.hierarchies)
        let outer = try Cgroup.create(Self.name, on: hierarchies)
        let own = OwnGroup(text: "4:memory:\(outer.path)\n5:pids:/\n")
        var inner = try Cgroup(path: Self.name, hierarchies: hierarchies, ownGroup: own)
        for location in try inner.locations(on: hierarchies) where location.version == .v1 {
            try inner.makeDirectory(in: location, limits: Limits(), options: [])
        }
        let directories = inner.location.directories
        #expect(
            directories["memory"]
                == directories["pids"].map { pids in
                    pids.replacing("/pids/", with: "/memory\(outer.path)/")
                })
        #expect(inner.views.contains { $0.name == "memory" && $0.path == directories["memory"] })
        try inner.remove()
        #expect(directories.values.allSatisfy { access($0, F_OK) != 0 })
        try outer.remove()
    }

    @Test("the hierarchies are found without the mounts just as with them")
    func detection() throws {
        let standard = try Hierarchies.detectStandardLayout()
        let mounted = try Hierarchies.detectMounts()
        #expect(standard?.unified == mounted.unified)
        #expect(Set(standard?.legacy ?? []) == Set(mounted.legacy))
    }

    @Test("what the kernel tells of this process's groups is read by hierarchy")
    func ownGroup() throws {
        let own = OwnGroup(text: "12:cpu,cpuacct:/a/b\n4:memory:/process\n1:name=systemd:/s\n0::/user/session\n")
        let cpu = Hierarchies.Legacy(mountPoint: "/c", controllers: [.cpu, .cpuacct])
        #expect(try own.base(in: cpu) == "/a/b")
        #expect(try own.base(in: .init(mountPoint: "/c", controllers: [.cpuacct], root: "/a")) == "/b")
        #expect(try own.base(in: .init(mountPoint: "/c", controllers: [], name: "systemd")) == "/s")
        #expect(try own.base(in: .init(mountPoint: "/c", controllers: [.pids])).isEmpty)
        // A group with processes cannot have children with controllers.
        #expect(try own.unifiedBase() == "/user")
        let outside = OwnGroup(text: "4:memory:/../other\n")
        #expect(throws: CgroupError.self) {
            try outside.base(in: .init(mountPoint: "/m", controllers: [.memory]))
        }
    }

    @Test("an existing group is taken when it is empty, and refused when a process is in it")
    func existing() throws {
        try withGroup(options: .everyHierarchy) { group in
            let path = group.path
            _ = try Cgroup.create(path, on: #require(Host.hierarchies), options: [.everyHierarchy, .acceptEmpty])
            try withShell("exec sleep 100", in: group) { _ in
                let error = #expect(throws: CgroupError.self) {
                    _ = try Cgroup.create(
                        path, on: #require(Host.hierarchies), options: [.everyHierarchy, .acceptEmpty])
                }
                #expect(error?.description.contains("is not empty: 1 process(es) are in it") == true)
            }
        }
    }

    @Test("missing groups above are made in every hierarchy and can hold processes")
    func ancestors() throws {
        let path = Self.name + "/a/b"
        let group = try Cgroup.create(path, on: #require(Host.hierarchies), options: .everyHierarchy)
        let join = try group.join()
        #expect(join.taskFiles.numbers.count == Host.hierarchies?.legacy.count)
        let cpus = try group.directory(of: .cpuset)?.text("cpuset.cpus")
        #expect(cpus?.isEmpty == false)
        try group.remove()
        for above in Cgroup.ancestors(of: path).reversed() {
            try Cgroup.open(above, on: #require(Host.hierarchies)).remove()
        }
    }
}

import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// The rules of the specification, held against a directory that stands in for
/// the file system of a processor that can share out its cache.
@Suite("A resource-control group")
struct ResourceControlTests {
    /// Files that the kernel would make in a new group are made by `schemata`.
    private func group(
        _ rdt: RuntimeSpec.IntelRdt, existing: String? = nil,
        _ body: (String, borrowing ResourceControlGroup) throws -> Void = { _, _ in }
    ) throws {
        try withTemporaryDirectory { path, directory in
            if let existing {
                let group = try directory.makeAndOpenDirectory("gold")
                try group.makeDirectory("mon_groups")
                try group.writeFile("schemata", Array(existing.utf8))
            }
            let group = try ResourceControlGroup.create(
                rdt, containerID: "c1", in: ResourceControl(mountPoint: path))
            try body(path, group)
        }
    }

    @Test("is looked for among the mounts")
    func mountPoint() {
        let table = """
            22 27 0:21 / /proc rw,relatime - proc proc rw
            30 23 0:28 / /sys/fs/resctrl rw,relatime shared:1 - resctrl resctrl rw
            """
        #expect(ResourceControl.mountPoint(in: table) == "/sys/fs/resctrl")
        #expect(ResourceControl.mountPoint(in: "22 27 0:21 / /proc rw,relatime - proc resctrl rw") == nil)
    }

    @Test("has the container's id unless it is named, and goes with the container")
    func own() throws {
        try group(.init()) { path, group in
            #expect(group.ownDirectories == ["\(path)/c1"])
            #expect(HostFile.exists("\(path)/c1"))
            group.remove()
            #expect(!HostFile.exists("\(path)/c1"))
        }
    }

    @Test("that is named and exists stays, and its monitoring group goes")
    func named() throws {
        let rdt = RuntimeSpec.IntelRdt(classID: "gold", schemata: ["L3:0=ff"], enableMonitoring: true)
        try group(rdt, existing: "    MB:0=100\n    L3:0=0ff;1=f\n") { path, group in
            #expect(group.ownDirectories == ["\(path)/gold/mon_groups/c1"])
            #expect(HostFile.exists("\(path)/gold/mon_groups/c1"))
            group.remove()
            #expect(HostFile.names(in: "\(path)/gold") == ["mon_groups", "schemata"])
            #expect(HostFile.names(in: "\(path)/gold/mon_groups").isEmpty)
        }
    }

    @Test("is refused where it is not what was asked for")
    func refusals() throws {
        #expect { try group(.init(classID: "gold")) } throws: {
            "\($0)" == "cannot find the class of service gold: no such file or directory"
        }
        #expect { try group(.init(classID: "gold", schemata: ["L3:0=f"]), existing: "L3:0=ff\n") } throws: {
            "\($0)" == "cannot find the schema L3:0=f in the class of service gold: file exists"
        }
        for name in ["", ".", "..", "a/b", "info", "a\nb"] {
            #expect { try group(.init(classID: name)) } throws: {
                "\($0)" == "linux.intelRdt.closID: \"\(name)\" can't be the name of a class of service"
            }
        }
        #expect { try group(.init(schemata: ["L3:0=f\nMB:0=1"])) } throws: {
            "\($0)" == "linux.intelRdt.schemata[0]: is not one line"
        }
        #expect { try group(.init(memoryBandwidthSchema: "L3:0=f")) } throws: {
            "\($0)" == "linux.intelRdt.memBwSchema: is not a line that starts with MB:"
        }
    }

    @Test("gets one line a resource, and no bandwidth by the cache's field")
    func lines() throws {
        let request = try ResourceControlRequest(
            .init(schemata: ["L2:0=3"], l3CacheSchema: "L3:0=f\nMB:0=1", memoryBandwidthSchema: "MB:0=20"),
            containerID: "c1")
        #expect(request.schemata == ["L3:0=f", "MB:0=20", "L2:0=3"])
        #expect(request.classID == "c1")
        #expect(!request.isNamed)
    }
}

import Cgroups
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// Makes the group of a container with these resources, and removes it after the body.
func withContainerGroup(
    _ resources: RuntimeSpec.Resources? = nil, _ body: (inout Cgroup, CgroupLocation) throws -> Void
) throws {
    let path = "/skiff-test-\(UInt32.random(in: 0 ... .max))"
    var group = try Cgroup.create(
        for: .grouped(path, resources), containerID: "test", on: #require(Host.hierarchies))
    let location = group.location
    let result = Result { try body(&group, location) }
    try Cgroup.open(location).killAll()
    try Cgroup.open(location).remove()
    try result.get()
}

extension RuntimeSpec {
    /// A specification that says nothing but where its group is and what it may use.
    static func grouped(_ path: String?, _ resources: Resources? = nil) -> RuntimeSpec {
        RuntimeSpec(version: "1.2.0", linux: Linux(cgroupsPath: path, resources: resources))
    }
}

extension CgroupLocation {
    /// The text of one of the group's files.
    func text(_ controller: String, _ file: String) throws -> String {
        try HostFile.text(#require(directories[controller]) + "/" + file)
    }
}

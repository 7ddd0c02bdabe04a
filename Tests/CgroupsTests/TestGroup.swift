import Cgroups
import Glibc
import LinuxSystem
import TestSupport
import Testing

/// The v2 hierarchy of this host alone, as if it had no other.
func unifiedAlone() throws -> Hierarchies { Hierarchies(unified: try #require(Host.hierarchies?.unified)) }

/// Makes a group with a name of its own, and afterwards kills what is in it
/// and removes it.
func withGroup(
    _ limits: Limits = Limits(), on hierarchies: Hierarchies? = nil, options: CreationOptions = [],
    _ body: (inout Cgroup) throws -> Void
) throws {
    let hierarchies = try hierarchies ?? #require(Host.hierarchies)
    let path = "/skiff-test-\(UInt32.random(in: 0 ... .max))"
    var group = try Cgroup.create(path, limits: limits, on: hierarchies, options: options)
    let result = Result { try body(&group) }
    try group.killAll()
    try group.remove()
    try result.get()
}

/// Starts a shell that waits until it is in the group, then runs the script.
func withShell(_ script: String, in group: borrowing Cgroup, _ body: (borrowing Child) throws -> Void) throws {
    var ends: [CInt] = [0, 0]
    try checkErrno(pipe(&ends), "make", "a pipe")
    let input = Descriptor(owning: ends[0])
    let gate = Descriptor(owning: ends[1])
    let child = try Child(["/bin/bash", "-c", "read line; " + script], input: input.number)
    try group.add(child.process)
    try gate.write("go\n")
    try body(child)
}

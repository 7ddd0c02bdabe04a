import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// What root has opened, a process of its own launches as somebody else.
@Suite("An ordinary user", .requiresRoot)
struct OrdinaryUserTests {
    /// On v2 he puts no process into a group from outside of what is his, whatever
    /// has been opened for him (cgroup-v2.rst, "Delegation Containment").
    @Test("is root of a container, and of what enters it, by a map of the own id alone", .requiresCgroupV1)
    func ownID() async {
        await #expect(processExitsWith: .success) {
            try LaunchFixture.with { fixture in
                var spec = RuntimeSpec.complete(userNamespace: true, terminal: false, noNewPrivileges: true)
                spec.linux?.userIDMappings = [.init(containerID: 0, hostID: 65534, size: 1)]
                spec.linux?.groupIDMappings = [.init(containerID: 0, hostID: 65534, size: 1)]
                spec.process?.user = .init(userID: 0, groupID: 0)
                // The file is root's; the mounts were made by root.
                spec.process?.oomScoreAdjustment = nil
                spec.process?.arguments = ["busybox", "sleep", "1000"]
                try #require(chown(fixture.root, 65534, 65534) == 0)
                let plan = try fixture.plan(spec)
                let first = try asNobody { try Launcher.launch(plan) }
                let result = Result {
                    var process = try #require(spec.process)
                    process.arguments = ["sh", "-c", "busybox id -u; busybox cat /proc/self/uid_map"]
                    let text = try fixture.output(owner: 65534) { streams in
                        var resources = Optional(
                            try fixture.resources(entering: first.pid, of: spec, streams: streams))
                        return try asNobody {
                            try Launcher.launch(LaunchPlan(process, entering: resources.take()!))
                        }
                    }
                    try #require(text.split { $0.isWhitespace } == ["0", "0", "65534", "1"], "\(text)")
                }
                try first.process.send(.kill)
                _ = try first.process.wait()
                try result.get()
            }
        }
    }
}

/// Calls the body as user and group 65534, who are nobody in particular.
private func asNobody(_ body: () throws -> LaunchedProcess) throws -> LaunchedProcess {
    try #require(setegid(65534) == 0 && seteuid(65534) == 0)
    defer { _ = seteuid(0) + setegid(0) }
    return try body()
}

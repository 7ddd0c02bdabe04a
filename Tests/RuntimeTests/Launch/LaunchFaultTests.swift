import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// Every step of the launcher fails once. Each runs in a process of its own,
/// whose descriptors, children and mounts are nobody else's, and which the first
/// requirement that is not met ends with a failure.
@Suite("A step that fails", .requiresRoot)
struct LaunchFaultTests {
    @Test("ends the launch and leaves nothing, in a plain container")
    func plain() async {
        await #expect(processExitsWith: .success) {
            try failEachStep(of: .complete(userNamespace: false, terminal: false, noNewPrivileges: true))
        }
    }

    @Test("ends the launch and leaves nothing, with a terminal")
    func terminal() async {
        await #expect(processExitsWith: .success) {
            try failEachStep(of: .complete(userNamespace: false, terminal: true, noNewPrivileges: false))
        }
    }

    @Test("ends the launch and leaves nothing, in a user namespace")
    func userNamespace() async {
        await #expect(processExitsWith: .success) {
            try failEachStep(of: .complete(userNamespace: true, terminal: false, noNewPrivileges: false))
        }
    }

    @Test("ends the entry into a container and leaves nothing")
    func entry() async {
        await #expect(processExitsWith: .success) {
            try LaunchFixture.with { fixture in
                let spec = RuntimeSpec.complete(userNamespace: true, terminal: false, noNewPrivileges: true)
                try fixture.withSleeping(spec) { pid, container in
                    var process = try #require(container.process)
                    process.terminal = true
                    try failEachStep(count: 15) { try fixture.plan(process, entering: pid, of: container) }
                }
            }
        }
    }

    @Test("is none when no fault is asked for")
    func none() async {
        await #expect(processExitsWith: .success) {
            try LaunchFixture.with { fixture in
                for (userNamespace, terminal) in [(false, false), (true, false), (false, true)] {
                    let spec = RuntimeSpec.complete(
                        userNamespace: userNamespace, terminal: terminal, noNewPrivileges: true)
                    let launched = try Launcher.launch(fixture.plan(spec))
                    try #require(try launched.process.wait() == .exited(code: 0))
                }
            }
        }
    }
}

/// Launches the container once for each of its steps, which fails, and expects
/// the host to be as it was.
private func failEachStep(of spec: RuntimeSpec) throws {
    try LaunchFixture.with { fixture in try failEachStep(count: 41) { try fixture.plan(spec) } }
    try #require(waitpid(-1, nil, WNOHANG) == -1 && errno == ECHILD, "a child is left")
}

/// - Parameter count: how many steps there are at least.
private func failEachStep(count: Int, of makePlan: () throws -> LaunchPlan) throws {
    let steps = try makePlan().stepDescriptions
    try #require(steps.count >= count)
    let before = try Holdings()
    for (index, step) in steps.enumerated() {
        var plan = try makePlan()
        plan.faultIndex = index
        var failure = "a launch although it could not \(step)"
        do throws(LaunchError) { _ = try Launcher.launch(plan) } catch { failure = error.description }
        try #require(failure.hasPrefix("cannot \(step): input/output error"), "\(failure)")
    }
    try #require(try Holdings() == before)
}

/// What a process holds of the kernel.
private struct Holdings: Equatable {
    let descriptors: [String]
    let mounts: String

    init() throws {
        descriptors = try Descriptor.open("/proc/self/fd", [.directory]).entries().map(\.shown).sorted()
        mounts = try HostFile.text("/proc/self/mountinfo")
    }
}

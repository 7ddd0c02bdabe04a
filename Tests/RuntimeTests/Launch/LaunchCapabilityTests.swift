import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A launched process's capabilities", .requiresRoot)
struct LaunchCapabilityTests {
    private static func sets(_ names: [String], ambient: [String] = [], inheritable: [String] = [])
        -> RuntimeSpec.CapabilitySets
    {
        .init(bounding: names, effective: names, inheritable: inheritable, permitted: names, ambient: ambient)
    }

    /// The sets of /proc/PID/status, as they are named there.
    private func status(user: UInt32, _ sets: RuntimeSpec.CapabilitySets) throws -> [String: UInt64] {
        var status = [String: UInt64]()
        try LaunchFixture.with { fixture in
            let spec = RuntimeSpec.with {
                $0.process?.user = .init(userID: user, groupID: 0)
                $0.process?.capabilities = sets
            }
            try Program("/bin/chmod", ["777", fixture.root]).run().succeeded()
            for line in try fixture.output(of: "grep ^Cap /proc/self/status", spec).split(separator: "\n") {
                let words = line.split(separator: "\t")
                status[String(words[0])] = UInt64(words[1], radix: 16)
            }
        }
        return status
    }

    @Test("are those asked for, for root and, when ambient, for another user")
    func users() throws {
        let both = CapabilitySet([.chown, .netAdmin]).rawValue
        let names = ["CAP_CHOWN", "cap_net_admin"]
        var status = try status(user: 0, Self.sets(names))
        #expect(status == ["CapInh:": 0, "CapPrm:": both, "CapEff:": both, "CapBnd:": both, "CapAmb:": 0])
        status = try self.status(user: 1000, Self.sets(names))
        #expect(status == ["CapInh:": 0, "CapPrm:": 0, "CapEff:": 0, "CapBnd:": both, "CapAmb:": 0])
        let one = CapabilitySet(.netAdmin).rawValue
        status = try self.status(
            user: 1000, Self.sets(names, ambient: ["CAP_NET_ADMIN"], inheritable: ["CAP_NET_ADMIN"]))
        #expect(status == ["CapInh:": one, "CapPrm:": one, "CapEff:": one, "CapBnd:": both, "CapAmb:": one])
    }

    @Test("leave out, with a word, what the runtime doesn't have itself")
    func unavailable() throws {
        let missing = CapabilitySet([.sysResource, .wakeAlarm])
        let sets = try LaunchPlan.capabilities(
            Self.sets(CapabilitySet.all.ociNames), available: CapabilitySet.all.subtracting(missing))
        #expect(sets.permitted == CapabilitySet.all.subtracting(missing))
        #expect(sets.effective == sets.permitted)
        #expect(sets.bounding == sets.permitted)
        var plan = LaunchPlan()
        plan.warn(of: sets)
        #expect(
            plan.warnings == [
                "process.capabilities: not available here and left out: CAP_SYS_RESOURCE, CAP_WAKE_ALARM"
            ])
    }

    @Test("of a container that asks for all are all that the runtime has")
    func privileged() throws {
        let status = try status(user: 0, Self.sets(CapabilitySet.all.ociNames))
        #expect(status["CapEff:"] == LaunchPlan.availableCapabilities(inUserNamespace: false).rawValue)
    }

    @Test("are ambient only when they are permitted and inheritable as well")
    func ambient() throws {
        let sets = try LaunchPlan.capabilities(
            Self.sets(
                ["CAP_KILL", "CAP_CHOWN"], ambient: ["CAP_KILL", "CAP_CHOWN", "CAP_FOWNER"], inheritable: ["CAP_KILL"]),
            available: .all)
        #expect(sets.ambient == CapabilitySet(.kill))
        var plan = LaunchPlan()
        plan.warn(of: sets)
        #expect(
            plan.warnings == [
                "process.capabilities.ambient: not both permitted and inheritable, and left out: CAP_CHOWN, CAP_FOWNER"
            ])
    }
}

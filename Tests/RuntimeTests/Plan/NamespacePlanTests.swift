import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A namespace plan")
struct NamespacePlanTests {
    /// The sentence with which the namespaces are refused; `nil` if they are not.
    private func refusal(_ linux: RuntimeSpec.Linux) -> String? {
        do throws(RuntimeError) {
            _ = try NamespacePlan(linux)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "refuses namespaces that would not isolate",
        arguments: [
            ([RuntimeSpec.Namespace(type: .pid)], "linux.namespaces: a mount namespace is required: "),
            ([.init(type: .mount, path: "/proc/self/ns/mnt")], "linux.namespaces: a mount namespace is required: "),
            ([.init(type: .mount), .init(type: .mount)], "linux.namespaces[1]: mount is named twice"),
            (
                [.init(type: .mount), .init(type: .user, path: "/proc/self/ns/user"), .init(type: .user)],
                "linux.namespaces[2]: user is named twice"
            ),
        ] as [([RuntimeSpec.Namespace], String)])
    func refusals(namespaces: [RuntimeSpec.Namespace], words: String) {
        #expect(refusal(RuntimeSpec.Linux(namespaces: namespaces))?.hasPrefix(words) == true)
    }

    @Test(
        "refuses a path that is not such a namespace", .requiresRoot,
        arguments: [
            (RuntimeSpec.NamespaceType.network, "/etc/passwd", "/etc/passwd is not a network namespace"),
            (.network, "/etc", "/etc is not a network namespace"),
            (.network, "/dev/zero", "/dev/zero is not a network namespace"),
            (.pid, "/proc/self/ns/net", "/proc/self/ns/net is not a pid namespace"),
            (.user, "/proc/self/ns/mnt", "/proc/self/ns/mnt is not a user namespace"),
            (.ipc, "/nowhere", "/nowhere: no such file or directory"),
        ])
    func wrongPaths(type: RuntimeSpec.NamespaceType, path: String, words: String) {
        let linux = RuntimeSpec.Linux(namespaces: [.init(type: .mount), .init(type: type, path: path)])
        #expect(refusal(linux) == "linux.namespaces[1].path: \(words)")
    }

    @Test("does not wait for who would open a fifo", .requiresRoot)
    func fifo() throws {
        try withTemporaryDirectory { path, directory in
            try directory.makeNode("fifo", mode: S_IFIFO | 0o600)
            let linux = RuntimeSpec.Linux(namespaces: [
                .init(type: .mount), .init(type: .network, path: path + "/fifo"),
            ])
            #expect(refusal(linux) == "linux.namespaces[1].path: \(path)/fifo is not a network namespace")
        }
    }

    @Test("joins the host's own namespaces like others", .requiresRoot)
    func ownNamespaces() throws {
        let plan = try NamespacePlan(
            RuntimeSpec.Linux(namespaces: [
                .init(type: .mount), .init(type: .pid, path: "/proc/self/ns/pid"),
                .init(type: .network, path: "/proc/self/ns/net"), .init(type: .user, path: "/proc/self/ns/user"),
            ]))
        #expect(plan.created == NamespaceNames.mount)
        #expect(plan.joined.map(\.type) == [NamespaceNames.pid, NamespaceNames.network])
        #expect(plan.hasUser == false)
    }

    @Test("makes cgroup and time namespaces only when the process has its cgroup")
    func laterNamespaces() throws {
        let plan = try NamespacePlan(
            RuntimeSpec.Linux(namespaces: [
                .init(type: .mount), .init(type: .cgroup), .init(type: .time), .init(type: .pid),
            ]))
        #expect(plan.created == NamespaceNames.mount | NamespaceNames.pid)
        #expect(plan.createdLater == NamespaceNames.cgroup | NamespaceNames.time)
    }
}

/// A range of a map.
private func range(_ container: UInt32, _ host: UInt32, _ size: UInt32) -> RuntimeSpec.IDMapping {
    RuntimeSpec.IDMapping(containerID: container, hostID: host, size: size)
}

@Suite("Id maps")
struct IdentityMapsTests {
    private static let good = [range(0, 100_000, 65536)]

    @Test(
        "are refused when the kernel could not take them",
        arguments: [
            ([], "linux.uidMappings: is required with a user namespace"),
            ([range(0, 0, 0)], "linux.uidMappings[0].size: must not be 0"),
            ([range(0, 0, 10), range(9, 100, 1)], "linux.uidMappings[1]: overlaps linux.uidMappings[0]"),
            ([range(50, 9, 1), range(0, 0, 10)], "linux.uidMappings[1]: overlaps linux.uidMappings[0]"),
            (
                [range(0, 4_294_967_290, 6)],
                "linux.uidMappings[0].hostID: 4294967290 and 6 ids reach beyond the greatest id, 4294967294"
            ),
            (
                (0...340).map { range($0, $0, 1) },
                "linux.uidMappings: has 341 lines; the kernel takes 340"
            ),
        ] as [([RuntimeSpec.IDMapping], String)])
    func refusals(users: [RuntimeSpec.IDMapping], sentence: String) {
        #expect {
            try IdentityMaps(users: users, groups: Self.good)
        } throws: { "\($0)" == sentence }
        let other = sentence.replacing("uidMappings", with: "gidMappings")
        #expect {
            try IdentityMaps(users: Self.good, groups: users)
        } throws: { "\($0)" == other }
    }

    @Test("take the greatest ids that there are")
    func greatest() throws {
        _ = try IdentityMaps(users: [range(0, 4_294_967_290, 5)], groups: (0..<340).map { range($0, $0, 1) })
    }

    @Test(
        "are refused without a user namespace of the container's own",
        arguments: [
            ([RuntimeSpec.Namespace(type: .mount)], "linux.uidMappings: takes a new user namespace"),
            (
                [.init(type: .mount), .init(type: .user, path: "/proc/self/ns/user")],
                "linux.uidMappings: takes a new user namespace"
            ),
        ] as [([RuntimeSpec.Namespace], String)])
    func withoutNamespace(namespaces: [RuntimeSpec.Namespace], sentence: String) {
        #expect {
            _ = try NamespacePlan(RuntimeSpec.Linux(namespaces: namespaces, userIDMappings: Self.good))
        } throws: { "\($0)" == sentence }
    }

    @Test(
        "must name the process's user",
        arguments: [
            (RuntimeSpec.User(userID: 10, groupID: 0), "process.user.uid: 10 is not mapped in the user namespace"),
            (.init(userID: 0, groupID: 4), "process.user.gid: 4 is not mapped in the user namespace"),
            (
                .init(userID: 9, groupID: 5, additionalGroupIDs: [5, 0]),
                "process.user.additionalGids[1]: 0 is not mapped in the user namespace"
            ),
        ] as [(RuntimeSpec.User, String)])
    func unmappedUsers(user: RuntimeSpec.User, sentence: String) throws {
        let maps = try IdentityMaps(users: [range(0, 100, 10)], groups: [range(5, 200, 1), range(0, 300, 0 + 1)])
        let own = try IdentityMaps(users: [range(0, 100, 10)], groups: [range(5, 200, 1)])
        let tested = user.groupID == 5 ? own : maps
        #expect { try tested.check(user) } throws: { "\($0)" == sentence }
    }

    @Test("let a process begin as root, or as its user where there is no root")
    func firstUser() throws {
        let maps = try IdentityMaps(users: [range(1000, 1000, 1)], groups: [range(0, 100, 10)])
        let user = maps.firstUser(.init(userID: 1000, groupID: 4))
        #expect(user == RuntimeSpec.User(userID: 1000, groupID: 0))
    }
}

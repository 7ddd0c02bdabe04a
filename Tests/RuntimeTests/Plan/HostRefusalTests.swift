import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A field that would reach the host is refused by its path", .requiresRoot)
struct HostRefusalTests {
    /// The container shares the namespace with the host.
    private static func sharing(_ type: RuntimeSpec.NamespaceType, _ spec: inout RuntimeSpec) {
        spec.linux?.namespaces?.removeAll { $0.type == type }
        spec.linux?.sysctl = nil
    }

    @Test(arguments: [
        Refusal("linux.sysctl[\"kernel.panic\"]: is not namespaced: it would change the host") {
            $0.linux?.sysctl = ["kernel.panic": "1"]
        },
        Refusal("linux.sysctl[\"net/../kernel/panic\"]: is not the name of a kernel parameter") {
            $0.linux?.sysctl = ["net/../kernel/panic": "1"]
        },
        Refusal("linux.sysctl[\"kernel.hostname\"]: is set by hostname") {
            $0.linux?.sysctl = ["kernel.hostname": "x"]
        },
        Refusal(
            "linux.sysctl[\"net.core.somaxconn\"]: would change the host: "
                + "the container has no network namespace of its own"
        ) {
            sharing(.network, &$0)
            $0.linux?.sysctl = ["net.core.somaxconn": "1"]
        },
        Refusal(
            "linux.sysctl[\"net.core.somaxconn\"]: would change the host: "
                + "the container has no network namespace of its own"
        ) {
            sharing(.network, &$0)
            $0.linux?.namespaces?.append(.init(type: .network, path: "/proc/self/ns/net"))
            $0.linux?.sysctl = ["net.core.somaxconn": "1"]
        },
        Refusal(
            "linux.sysctl[\"kernel.shmmax\"]: would change the host: the container has no ipc namespace of its own"
        ) {
            sharing(.ipc, &$0)
            $0.linux?.sysctl = ["kernel.shmmax": "1"]
        },
        Refusal("hostname: would change the host: the container has no uts namespace of its own") {
            sharing(.uts, &$0)
        },
        Refusal("domainname: would change the host: the container has no uts namespace of its own") {
            sharing(.uts, &$0)
            $0.hostname = nil
        },
        Refusal("hostname: is longer than the 64 bytes that the kernel takes") {
            $0.hostname = String(repeating: "x", count: 65)
        },
    ])
    func `of what would reach the host`(refusal: Refusal) throws {
        try refusal.expect()
    }

    @Test(arguments: [
        Refusal("linux.netDevices: the container has no network namespace of its own to move them into") {
            sharing(.network, &$0)
            $0.linux?.networkDevices = ["eth9": .init()]
        },
        Refusal("linux.netDevices[\"a/b\"]: \"a/b\" is not a name of a network device") {
            $0.linux?.networkDevices = ["a/b": .init()]
        },
        Refusal("linux.netDevices[\"eth%d\"]: \"eth%d\" is not a name of a network device") {
            $0.linux?.networkDevices = ["eth%d": .init()]
        },
        Refusal("linux.netDevices[\"a\"].name: \"a23456789012345x\" is not a name of a network device") {
            $0.linux?.networkDevices = ["a": .init(name: "a23456789012345x")]
        },
        Refusal("linux.netDevices[\"b\"].name: another device is to be called x as well") {
            $0.linux?.networkDevices = ["a": .init(name: "x"), "b": .init(name: "x")]
        },
        Refusal("linux.intelRdt: this host has no mounted resctrl file system") {
            $0.linux?.intelRdt = .init(classID: "gold")
        },
    ])
    func `of devices and shares of the processor`(refusal: Refusal) throws {
        try refusal.expect()
    }

    @Test(
        "whose security module the host lacks",
        arguments: [SecurityModule.appArmor, .seLinux].filter { !$0.isEnabled })
    func securityModules(module: SecurityModule) throws {
        let refusal = Refusal("\(module.field): this host has no \(module.name)") {
            switch module {
            case .appArmor: $0.process?.appArmorProfile = "docker-default"
            case .seLinux: $0.process?.selinuxLabel = "system_u:system_r:container_t:s0"
            }
        }
        try refusal.expect()
    }
}

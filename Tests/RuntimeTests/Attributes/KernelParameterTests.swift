import Testing

@testable import Runtime

@Suite("A kernel parameter")
struct KernelParameterTests {
    @Test(
        "is named with either separator, of which the first counts",
        arguments: [
            ("net.ipv4.ip_forward", "net/ipv4/ip_forward"),
            ("net/ipv4/ip_forward", "net/ipv4/ip_forward"),
            ("net.ipv4.conf.eth0/1.forwarding", "net/ipv4/conf/eth0.1/forwarding"),
            ("net/ipv4/conf/eth0.1/forwarding", "net/ipv4/conf/eth0.1/forwarding"),
        ])
    func paths(name: String, path: String) {
        #expect(KernelParameter(name: name)?.path == path)
    }

    @Test("is refused when its name is no path", arguments: ["", ".", "a..b", "a/../b", "/net/core", "net.", "a.\0"])
    func refusals(name: String) {
        #expect(KernelParameter(name: name) == nil)
    }

    @Test(
        "belongs to the namespace that has its own value of it",
        arguments: [
            ("kernel.shmmax", NamespaceNames.ipc), ("fs.mqueue.msg_max", NamespaceNames.ipc),
            ("net.core.somaxconn", NamespaceNames.network), ("kernel.domainname", NamespaceNames.uts),
            ("user.max_user_namespaces", NamespaceNames.user), ("kernel.panic", nil), ("vm.swappiness", nil),
            ("fs.mqueue", nil), ("netx.core", nil), ("kernel.shmmax.x", nil),
        ] as [(String, UInt64?)])
    func namespaces(name: String, namespace: UInt64?) {
        #expect(KernelParameter(name: name)?.namespace == namespace)
    }
}

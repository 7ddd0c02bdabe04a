import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// Each in a process of its own, in a network namespace of its own, which
/// stands for the host's.
@Suite("A network device of the host", .requiresRoot)
struct NetworkDevicesTests {
    @Test("is in the container, up, with its name there and its lasting addresses")
    func moves() async {
        await #expect(processExitsWith: .success) {
            try makeHost()
            let spec = RuntimeSpec.with { $0.linux?.networkDevices = ["left": .init(name: "eth0")] }
            try LaunchFixture.with { fixture in
                let text = try fixture.output(of: "ip addr show eth0; cat /sys/class/net/eth0/operstate", spec)
                try #require(text.contains("inet 192.0.2.1/24"), "\(text)")
                try #require(text.contains("inet6 2001:db8::1/64"), "\(text)")
                try #require(!text.contains("169.254.1.1"), "\(text)")
                try #require(text.contains(",UP"), "\(text)")
            }
        }
    }

    @Test("is in the container of a user namespace, and gets the lowest free number of a template")
    func template() async {
        await #expect(processExitsWith: .success) {
            try makeHost()
            let spec = RuntimeSpec.with(userNamespace: true) {
                $0.linux?.networkDevices = ["left": .init(name: "net%d"), "right": .init(name: "net%d")]
            }
            try LaunchFixture.with { fixture in
                let text = try fixture.output(of: "ls /sys/class/net", spec)
                try #require(text.split(separator: "\n") == ["lo", "net0", "net1"], "\(text)")
            }
        }
    }

    @Test("stays with all the others when one can't be moved")
    func fails() async {
        await #expect(processExitsWith: .success) {
            try makeHost()
            let before = try ip("addr", "show", "left")
            for (other, sentence) in [
                ("zzz", "cannot find the network device zzz: no such device"),
                ("right", "cannot move the network device right to lo: file exists"),
            ] {
                let spec = RuntimeSpec.with {
                    $0.linux?.networkDevices = ["left": .init(name: "eth0"), other: .init(name: "lo")]
                }
                try LaunchFixture.with { fixture in
                    let plan = try fixture.plan(spec)
                    var failure = "a launch"
                    do throws(LaunchError) { _ = try Launcher.launch(plan) } catch { failure = error.description }
                    try #require(failure == sentence)
                }
                let after = try ip("addr", "show", "left")
                for address in ["inet 192.0.2.1/24", "inet6 2001:db8::1/64"] {
                    try #require(before.contains(address) && after.contains(address), "\(after)")
                }
            }
        }
    }
}

/// A network namespace with two links, `left` and `right`, whose peers are named by the kernel.
private func makeHost() throws {
    // Swift's Glibc hides the function behind _GNU_SOURCE.
    let symbol = try #require(dlsym(nil, "unshare"))
    let unshare = unsafeBitCast(symbol, to: (@convention(c) (CInt) -> CInt).self)
    try checkErrno(unshare(CInt(NamespaceNames.network)), "unshare", "the network")
    for name in ["left", "right"] { try ip("link", "add", name, "type", "veth") }
    try ip("addr", "add", "192.0.2.1/24", "dev", "left")
    try ip("addr", "add", "2001:db8::1/64", "dev", "left")
    try ip("addr", "add", "169.254.1.1/16", "dev", "left", "scope", "link")
    try ip("link", "set", "left", "up")
}

@discardableResult
private func ip(_ words: String...) throws -> String {
    try Program("/bin/busybox", ["ip"] + words).run().succeeded().text
}

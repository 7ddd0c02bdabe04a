import Engine
import LinuxSystem
import OCI
import Testing

@Suite("The host")
struct HostTests {
    @Test(
        "kernel releases are read by their first two numbers",
        arguments: [("6.1.0-18-amd64", 6, 1), ("5.15-rc1", 5, 15), ("4.8", 4, 8)])
    func kernelVersions(text: String, major: Int, minor: Int) {
        #expect(KernelVersion(parsing: text) == KernelVersion(major, minor))
    }

    @Test("what is no kernel release is refused", arguments: ["", "6", "six.one", "6.", ".1"])
    func badKernelVersions(text: String) {
        #expect(KernelVersion(parsing: text) == nil)
    }

    @Test("4.10 is newer than 4.9")
    func order() {
        #expect(KernelVersion(4, 9) < KernelVersion(4, 10))
        #expect(KernelVersion(5, 0) > KernelVersion(4, 99))
    }

    @Test("this host has a name, a kernel and a processor")
    func current() throws {
        let host = try HostFacts.current()
        #expect(!host.hostname.isEmpty)
        #expect(host.processorCount >= 1)
        #expect(host.kernel > KernelVersion(4, 0))
    }

    @Test("a device is granted as its node is on the host")
    func device() throws {
        let grants = try DeviceGrant.resolve(
            DeviceOption(hostPath: "/dev/null", containerPath: "/dev/nothing", permissions: "r"))
        let grant = try #require(grants.first)
        #expect(grants.count == 1)
        #expect(grant.access == "r")
        #expect(grant.node.path == "/dev/nothing")
        #expect(grant.node.type == "c" && grant.node.major == 1 && grant.node.minor == 3)
    }

    @Test("what is no device is refused")
    func noDevice() {
        let absent = #expect(throws: EngineError.self) {
            try DeviceGrant.resolve(DeviceOption(hostPath: "/dev/none", containerPath: "/dev/none"))
        }
        #expect(absent?.kind == .notFound)
        #expect(absent?.message == "cannot use device \"/dev/none\": no such file or directory")
        let file = #expect(throws: EngineError.self) {
            try DeviceGrant.resolve(DeviceOption(hostPath: "/etc/passwd", containerPath: "/dev/x"))
        }
        #expect(file?.message == "\"/etc/passwd\" is not a device: name a device node or a directory of them")
    }

    @Test("all devices are those of /dev without the container's own places")
    func allDevices() throws {
        let paths = try DeviceGrant.all().map(\.node.path)
        #expect(paths.contains("/dev/null"))
        #expect(!paths.contains { $0.hasPrefix("/dev/pts/") })
    }
}

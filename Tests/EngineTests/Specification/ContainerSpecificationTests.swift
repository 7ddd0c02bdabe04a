import Engine
import OCI
import Testing

@Suite("The specification of a container")
struct ContainerSpecificationTests {
    @Test("the process is what the settings say, with HOME from the user's entry")
    func process() throws {
        let user = ResolvedUser(userID: 0, groupID: 4, memberships: [7], home: "/root")
        let spec = try specification(user: user) {
            $0.workingDirectory = "/srv"
            $0.terminal = true
            $0.noNewPrivileges = true
            $0.oomScoreAdjustment = 300
        }
        let process = try #require(spec.process)
        #expect(process.arguments == ["sleep", "1"])
        #expect(process.environment?.last == "HOME=/root")
        #expect(process.workingDirectory == "/srv")
        #expect(process.terminal == true)
        #expect(process.noNewPrivileges == true)
        #expect(process.oomScoreAdjustment == 300)
        #expect(process.user == RuntimeSpec.User(userID: 0, groupID: 4, additionalGroupIDs: [4, 7]))
        #expect(spec.root == RuntimeSpec.Root(path: "/root/of/it", readOnly: false))
        #expect(spec.hostname == "0123456789ab")
        #expect(spec.linux?.cgroupsPath == "/skiff-\(id)")
    }

    @Test("HOME from the environment stays")
    func home() throws {
        let environment = try specification { $0.environment = ["HOME=/mine"] }.process?.environment
        #expect(environment?.filter { $0.hasPrefix("HOME=") } == ["HOME=/mine"])
    }

    @Test("root holds the capabilities, another user only their bound, and nobody inherits any")
    func capabilities() throws {
        let root = try #require(try specification().process?.capabilities)
        #expect(root.bounding == CapabilitySet.standard.ociNames)
        #expect(root.effective == root.bounding && root.permitted == root.bounding)
        #expect(root.inheritable == [] && root.ambient == [])
        let other = try #require(try specification(user: ResolvedUser(userID: 1000)).process?.capabilities)
        #expect(other.bounding == CapabilitySet.standard.ociNames)
        #expect(other.effective == [] && other.permitted == [])
    }

    @Test("a container has every namespace but the user's, and on the host's network not that one")
    func namespaces() throws {
        let types: (RuntimeSpec) -> Set<RuntimeSpec.NamespaceType> = { Set($0.linux?.namespaces?.map(\.type) ?? []) }
        #expect(try types(specification()) == [.pid, .mount, .ipc, .uts, .cgroup, .network])
        #expect(try types(specification { $0.network = .host }) == [.pid, .mount, .ipc, .uts, .cgroup])
        #expect(
            try types(specification { $0.userNamespace = .auto }) == [
                .pid, .mount, .ipc, .uts, .cgroup, .network, .user,
            ])
    }

    @Test("a user namespace maps the range given, and users beyond it are refused")
    func userNamespace() throws {
        let spec = try specification { $0.userNamespace = .auto }
        let mapping = RuntimeSpec.IDMapping(containerID: 0, hostID: 100_000, size: 65536)
        #expect(spec.linux?.userIDMappings == [mapping])
        #expect(spec.linux?.groupIDMappings == [mapping])
        #expect(spec.linux?.sysctl?["net.ipv4.ping_group_range"] == "0 65535")
        #expect(try specification().linux?.userIDMappings == nil)
        let error = #expect(throws: EngineError.self) {
            try specification(user: ResolvedUser(userID: 65536)) { $0.userNamespace = .auto }
        }
        #expect(
            error?.message == "id 65536 is not among the 65536 of the container's user namespace: use --userns host")
    }

    @Test("kernel parameters of an own network are Docker's unless the user set them")
    func sysctls() throws {
        let mine = try specification { $0.sysctls = ["net.ipv4.ip_unprivileged_port_start": "1024"] }
        #expect(
            mine.linux?.sysctl
                == ["net.ipv4.ping_group_range": "0 2147483647", "net.ipv4.ip_unprivileged_port_start": "1024"])
        #expect(try specification { $0.network = .host }.linux?.sysctl == nil)
    }

    @Test("limits arrive in the kernel's units")
    func limits() throws {
        let spec = try specification {
            $0.resources.memory = 64 << 20
            $0.resources.memoryReservation = 32 << 20
            $0.resources.milliCPUs = 1500
            $0.resources.cpuShares = 512
            $0.resources.cpuset = "0-1"
            $0.resources.pids = 100
            $0.resourceLimits = [ResourceLimitOption(name: "nofile", soft: 1024, hard: -1)]
        }
        let resources = try #require(spec.linux?.resources)
        #expect(resources.memory == RuntimeSpec.Memory(limit: 64 << 20, reservation: 32 << 20, swap: 128 << 20))
        #expect(resources.cpu == RuntimeSpec.CPU(shares: 512, quota: 150_000, period: 100_000, processors: "0-1"))
        #expect(resources.processes?.limit == 100)
        #expect(
            spec.process?.resourceLimits == [RuntimeSpec.ResourceLimit(type: "RLIMIT_NOFILE", hard: .max, soft: 1024)])
        let without = try #require(try specification().linux?.resources)
        #expect(without.memory == nil && without.cpu == nil && without.processes == nil)
    }

    @Test("devices are refused but for the harmless ones and those given")
    func devices() throws {
        let node = RuntimeSpec.Device(path: "/dev/fuse", type: "c", major: 10, minor: 229, fileMode: 0o666)
        let spec = try specification(devices: [DeviceGrant(node: node, access: "rw")])
        let rules = try #require(spec.linux?.resources?.devices)
        #expect(rules.first == RuntimeSpec.DeviceRule(allow: false, access: "rwm"))
        #expect(rules.contains(RuntimeSpec.DeviceRule(allow: true, type: "c", major: 1, minor: 3, access: "rwm")))
        #expect(rules.last == RuntimeSpec.DeviceRule(allow: true, type: "c", major: 10, minor: 229, access: "rw"))
        #expect(spec.linux?.devices == [node])
        #expect(try specification().linux?.devices == nil)
    }

    @Test("the paths that tell about the host are hidden, those that change it read-only")
    func protectedPaths() throws {
        let linux = try #require(try specification().linux)
        let masked = try #require(linux.maskedPaths)
        for path in ["/proc/kcore", "/proc/keys", "/sys/firmware", "/sys/devices/system/cpu/cpu3/thermal_throttle"] {
            #expect(masked.contains(path))
        }
        #expect(linux.readOnlyPaths == ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"])
    }

    @Test("a privileged container has all capabilities, no masks, no filter, every device and a writable /sys")
    func privileged() throws {
        let spec = try specification { $0.privileged = true }
        #expect(spec.linux?.maskedPaths == nil && spec.linux?.readOnlyPaths == nil && spec.linux?.seccomp == nil)
        #expect(spec.process?.capabilities?.effective?.count == 41)
        #expect(spec.linux?.resources?.devices == [RuntimeSpec.DeviceRule(allow: true, access: "rwm")])
        #expect(try spec.mount("/sys").options?.contains("rw") == true)
        let readOnly = try specification {
            $0.privileged = true
            $0.readOnlyRoot = true
        }
        #expect(try readOnly.mount("/sys/fs/cgroup").options?.contains("ro") == true)
    }

    @Test("an init becomes the first argument and is mounted read-only")
    func initProcess() throws {
        let spec = try specification { $0.initProcess = true }
        #expect(spec.process?.arguments == ["/sbin/skiff-init", "--", "sleep", "1"])
        #expect(
            spec.mounts?.last
                == RuntimeSpec.Mount(
                    destination: "/sbin/skiff-init", type: "bind", source: "/lib/init", options: ["bind", "ro"]))
    }

    @Test("a read-only root is asked for on the root")
    func readOnlyRoot() throws {
        #expect(try specification { $0.readOnlyRoot = true }.root?.readOnly == true)
    }
}

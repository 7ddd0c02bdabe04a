import Engine
import LinuxSystem
import OCI
import Testing

@Suite("Checks of settings")
struct SettingsChecksTests {
    /// A change to the options that must be refused, and the sentence.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let message: String
        let kind: EngineError.Kind
        let change: @Sendable (inout RunOptions) -> Void

        init(
            _ message: String, _ kind: EngineError.Kind = .invalid,
            _ change: @escaping @Sendable (inout RunOptions) -> Void
        ) {
            self.message = message
            self.kind = kind
            self.change = change
        }

        var testDescription: String { message }
    }

    private func expect(_ refusal: Refusal) {
        let error = #expect(throws: EngineError.self) { try settings(refusal.change) }
        #expect(error?.message == refusal.message)
        #expect(error?.kind == refusal.kind)
    }

    private static func tmpfs(_ target: String) -> MountOption {
        MountOption(source: .tmpfs(size: nil, mode: nil, options: []), target: target)
    }

    @Test(
        "a process that can't be is refused",
        arguments: [
            Refusal("\"a\\0b\" contains a NUL character") { $0.command = ["sh", "a\0b"] },
            Refusal("invalid environment variable \"=x\": give it a name before the \"=\"") { $0.environment = ["=x"] },
            Refusal("invalid hostname \"-a\": use up to 64 letters, digits, \".\", \"-\" and \"_\"") {
                $0.hostname = "-a"
            },
            Refusal("invalid hostname \"a b\": use up to 64 letters, digits, \".\", \"-\" and \"_\"") {
                $0.hostname = "a b"
            },
            Refusal("invalid hostname \"\": use up to 64 letters, digits, \".\", \"-\" and \"_\"") { $0.hostname = "" },
            Refusal("invalid OOM score adjustment 1001: use -1000 to 1000") { $0.oomScoreAdjustment = 1001 },
            Refusal("unknown capability \"FLY\" in --cap-add: see capabilities(7) for the names") {
                $0.addedCapabilities = ["FLY"]
            },
            Refusal("unknown capability \"CAP_\" in --cap-drop: see capabilities(7) for the names") {
                $0.droppedCapabilities = ["CAP_"]
            },
            Refusal("a privileged container can't have a user namespace of its own: use --userns host", .conflict) {
                $0.userNamespace = .auto
                $0.privileged = true
            },
            Refusal(
                "a container with a user namespace of its own can't use the host's network: use --userns host",
                .conflict
            ) {
                $0.userNamespace = .auto
                $0.network = .host
            },
        ])
    func processes(refusal: Refusal) { expect(refusal) }

    @Test(
        "a mount or device that can't be is refused",
        arguments: [
            Refusal("mount target \"data\" is not absolute: start it with \"/\"") { $0.mounts = [tmpfs("data")] },
            Refusal("mount target must not be \"/\": the image's root is there") { $0.mounts = [tmpfs("/a/..")] },
            Refusal("duplicate mount target \"/a\": mount one thing there") {
                $0.mounts = [tmpfs("/a/"), tmpfs("//a")]
            },
            Refusal("duplicate mount target \"/sbin/skiff-init\": mount one thing there") {
                $0.mounts = [tmpfs("/sbin/skiff-init")]
                $0.initProcess = true
            },
            Refusal("mount target \"/proc\" is inside /proc: choose another") { $0.mounts = [tmpfs("/proc")] },
            Refusal("mount target \"/proc/self/attr\" is inside /proc: choose another") {
                $0.mounts = [tmpfs("/proc/self/attr")]
            },
            Refusal("device path \"/dev/../x\" in the container must be absolute, without \"..\"") {
                $0.devices = [DeviceOption(hostPath: "/dev/null", containerPath: "/dev/../x")]
            },
            Refusal("invalid permissions \"rx\" of device \"/dev/null\": use r, w and m") {
                $0.devices = [DeviceOption(hostPath: "/dev/null", containerPath: "/dev/x", permissions: "rx")]
            },
        ])
    func mounts(refusal: Refusal) { expect(refusal) }

    @Test(
        "a limit that can't be is refused",
        arguments: [
            Refusal("memory limit of 6291455 bytes is too small: the smallest allowed is 6 MiB") {
                $0.resources.memory = (6 << 20) - 1
            },
            Refusal("memory limit of 18446744073709551615 bytes is larger than any machine's memory") {
                $0.resources.memory = .max
            },
            Refusal("memory reservation of 20971520 bytes is larger than the memory limit of 10485760 bytes") {
                $0.resources.memory = 10 << 20
                $0.resources.memoryReservation = 20 << 20
            },
            Refusal("limit of memory and swap, 8388608 bytes, is smaller than the memory limit of 16777216 bytes") {
                $0.resources.memory = 16 << 20
                $0.resources.memorySwap = 8 << 20
            },
            Refusal("a limit of memory and swap needs a memory limit too: add --memory") {
                $0.resources.memorySwap = 8 << 20
            },
            Refusal("range of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available") {
                $0.resources.milliCPUs = 4001
            },
            Refusal("range of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available") {
                $0.resources.milliCPUs = 9
            },
            Refusal("invalid CPU shares 1: use 2 to 262144") { $0.resources.cpuShares = 1 },
            Refusal("requested CPUs are not available: requested 2-4, available 0-3") { $0.resources.cpuset = "2-4" },
            Refusal("invalid list of CPUs \"1,,2\": write it as 0-2,4") { $0.resources.cpuset = "1,,2" },
            Refusal("invalid list of CPUs \"3-1\": write it as 0-2,4") { $0.resources.cpuset = "3-1" },
            Refusal("invalid limit of -2 processes: use -1 for no limit") { $0.resources.pids = -2 },
            Refusal("ulimit nofile: the soft limit 20 is above the hard limit 10") {
                $0.resourceLimits = [ResourceLimitOption(name: "nofile", soft: 20, hard: 10)]
            },
            Refusal("ulimit nofile: the soft limit -1 is above the hard limit 10") {
                $0.resourceLimits = [ResourceLimitOption(name: "nofile", soft: -1, hard: 10)]
            },
            Refusal("invalid ulimit core=-2:0: use -1 for no limit") {
                $0.resourceLimits = [ResourceLimitOption(name: "core", soft: -2, hard: 0)]
            },
        ])
    func limits(refusal: Refusal) { expect(refusal) }

    @Test("an unknown ulimit is refused with the names there are")
    func unknownUlimit() {
        let error = #expect(throws: EngineError.self) {
            try settings { $0.resourceLimits = [ResourceLimitOption(name: "files", soft: 1, hard: 1)] }
        }
        #expect(error?.message.hasPrefix("unknown ulimit \"files\": use one of core, cpu, data") == true)
    }

    @Test(
        "a kernel parameter outside of the container's namespaces is refused by name",
        arguments: [
            Refusal("sysctl \"vm.swappiness\" is not in a namespace: it would change the host, so set it there") {
                $0.sysctls = ["vm.swappiness": "1"]
            },
            Refusal("sysctl \"kernel/core_pattern\" is not in a namespace: it would change the host, so set it there") {
                $0.sysctls = ["kernel/core_pattern": "|/evil"]
            },
            Refusal("sysctl \"kernel.hostname\" would override the hostname: use --hostname") {
                $0.sysctls = ["kernel.hostname": "x"]
            },
            Refusal("invalid sysctl \"net/../kernel/core_pattern\": write it as net.ipv4.ip_forward") {
                $0.sysctls = ["net/../kernel/core_pattern": "|/evil"]
            },
            Refusal("invalid sysctl \"net.ipv4/../../kernel/x\": write it as net.ipv4.ip_forward") {
                $0.sysctls = ["net.ipv4/../../kernel/x": "1"]
            },
            Refusal("invalid sysctl \"net\": write it as net.ipv4.ip_forward") { $0.sysctls = ["net": "1"] },
            Refusal(
                "sysctl \"net.core.somaxconn\" can't be set with the host's network: it would change the host",
                .conflict
            ) {
                $0.sysctls = ["net.core.somaxconn": "1"]
                $0.network = .host
            },
        ])
    func sysctls(refusal: Refusal) { expect(refusal) }

    @Test("what is at the edge of the allowed is allowed")
    func edges() throws {
        _ = try settings {
            $0.resources.memory = 6 << 20
            $0.resources.memoryReservation = 6 << 20
            $0.resources.milliCPUs = 4000
            $0.resources.cpuset = "0-1,3"
            $0.resources.pids = -1
            $0.resourceLimits = [
                ResourceLimitOption(name: "nofile", soft: 10, hard: -1),
                ResourceLimitOption(name: "core", soft: -1, hard: -1),
            ]
            $0.oomScoreAdjustment = -1000
            $0.hostname = String(repeating: "h", count: 64)
            $0.sysctls = [
                "net/ipv4/conf/eth0.100/forwarding": "1", "kernel.shmmax": "1", "fs.mqueue.msg_max": "5",
                "kernel.domainname": "x",
            ]
            $0.mounts = [
                Self.tmpfs("/proc/uptime"), Self.tmpfs("/processes"),
                MountOption(
                    source: .bind(path: "/proc", createMissing: false, propagation: nil, recursive: true),
                    target: "/proc"),
            ]
        }
    }
}

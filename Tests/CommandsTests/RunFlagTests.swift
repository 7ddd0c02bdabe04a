import Engine
import Glibc
import LinuxSystem
import Networks
import Testing

@testable import CommandLine
@testable import Commands

@Suite("The flags of run")
struct RunFlagTests {
    /// What `skiff run` and the words ask for.
    private func options(_ words: [String]) throws -> RunOptions {
        let options = RunCommand.Options()
        var parser = FlagParser(options.flags, endAtFirstArgument: RunCommand.command { _ in 0 }.arguments.endFlags)
        try parser.parse(words[...])
        return options.runOptions(parser.arguments)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let words: [String]
        var expected = RunOptions(image: "busybox")

        init(_ words: String..., change: (inout RunOptions) -> Void) {
            self.words = words
            change(&expected)
        }

        var testDescription: String { words.joined(separator: " ") }
    }

    private static let bind = MountOption(
        source: .bind(path: "/a", createMissing: true, propagation: nil, recursive: true), target: "/b")

    static let single = [
        Case("--name", "web") { $0.name = "web" },
        Case("--name", "") { _ in },
        Case("-d") { $0.detach = true },
        Case("--detach") { $0.detach = true },
        Case("--rm") { $0.removeOnExit = true },
        Case("--rm=false") { _ in },
        Case("-h", "box") { $0.hostname = "box" },
        Case("--hostname=box") { $0.hostname = "box" },
        Case("-l", "a=b", "--label", "c") { $0.labels = ["a": "b", "c": ""] },
        Case("-it") { ($0.interactive, $0.terminal) = (true, true) },
        Case("-e", "A=1", "--env=B=2") { $0.environment = ["A=1", "B=2"] },
        Case("-w", "/w") { $0.workingDirectory = "/w" },
        Case("-u", "1:2") { $0.user = "1:2" },
        Case("--entrypoint", "") { $0.entrypoint = "" },
        Case("--init") { $0.initProcess = true },
        Case("--stop-signal", "INT") { $0.stopSignal = .interrupt },
        Case("-v", "/a:/b") { $0.mounts = [bind] },
        Case("--mount", "type=tmpfs,dst=/t") {
            $0.mounts = [MountOption(source: .tmpfs(size: nil, mode: nil, options: []), target: "/t")]
        },
        Case("--tmpfs", "/t:size=1k") {
            $0.mounts = [MountOption(source: .tmpfs(size: 1024, mode: nil, options: []), target: "/t")]
        },
        Case("--device", "/dev/fuse") {
            $0.devices = [DeviceOption(hostPath: "/dev/fuse", containerPath: "/dev/fuse")]
        },
        Case("--read-only") { $0.readOnlyRoot = true },
        Case("--shm-size", "1m") { $0.sharedMemorySize = 1 << 20 },
        Case("--network", "host") { ($0.network, $0.asksForNetwork) = (.host, true) },
        Case("--net=host") { ($0.network, $0.asksForNetwork) = (.host, true) },
        Case("--network", "container:other") { ($0.network, $0.asksForNetwork) = (.container("other"), true) },
        Case("--network", "shop") {
            ($0.network, $0.asksForNetwork) = (.named("shop"), true)
            $0.networks.connections = [NetworkConnection(network: "shop")]
        },
        Case("-p", "8080:80") { $0.networks.ports = [PortOption(hostPorts: 8080...8080, containerPort: 80)] },
        Case("-P") { $0.networks.publishesAll = true },
        Case("--expose", "80-81/udp") {
            $0.networks.exposed = [80, 81].map { ContainerPort(number: $0, transport: .udp) }
        },
        Case("--pid", "host") { $0.sharing.pid = .host },
        Case("--uts", "container:other") { $0.sharing.uts = .container("other") },
        Case("--ipc", "shareable") { $0.sharing.ipc = .shareable },
        Case("--ipc=none") { $0.sharing.ipc = .none },
        Case("--cgroupns", "host") { $0.sharing.cgroup = .host },
        Case("--cgroup-parent", "a/b/") { $0.sharing.cgroupParent = "/a/b" },
        Case("--cgroup-parent=/") { _ in },
        Case("--plan") { $0.plan = .text },
        Case("--plan=json") { $0.plan = .json },
        Case("--userns", "auto") { $0.userNamespace = .auto },
        Case("--cap-add", "ALL", "--cap-drop=CHOWN") {
            ($0.addedCapabilities, $0.droppedCapabilities) = (["ALL"], ["CHOWN"])
        },
        Case("--privileged") { $0.privileged = true },
        Case("--security-opt", "seccomp=unconfined") { $0.seccomp = .unconfined },
        Case("--sysctl", "net.core.somaxconn=5") { $0.sysctls = ["net.core.somaxconn": "5"] },
        Case("-m64m") { $0.resources.memory = 64 << 20 },
        Case("--memory-swap", "-1") { $0.resources.memorySwap = -1 },
        Case("--memory-reservation=1g") { $0.resources.memoryReservation = 1 << 30 },
        Case("--cpus", ".5") { $0.resources.milliCPUs = 500 },
        Case("-c", "512") { $0.resources.cpuShares = 512 },
        Case("--cpuset-cpus", "0-1") { $0.resources.cpuset = "0-1" },
        Case("--pids-limit", "-1") { $0.resources.pids = -1 },
        Case("--ulimit", "core=0") { $0.resourceLimits = [ResourceLimitOption(name: "core", soft: 0, hard: 0)] },
        Case("--oom-score-adj", "-5") { $0.oomScoreAdjustment = -5 },
        Case("--pull", "never") { $0.pull = .never },
    ]

    @Test("each flag sets its option and nothing else", arguments: single)
    func flag(line: Case) throws {
        #expect(try options(line.words + ["busybox"]) == line.expected)
    }

    @Test("what follows the image belongs to the command")
    func command() throws {
        let result = try options(["--rm", "busybox", "sh", "-c", "--rm", "--", "-m"])
        #expect(result.command == ["sh", "-c", "--rm", "--", "-m"])
        #expect(result.removeOnExit)
        #expect(result.resources.memory == nil)
    }

    @Test("-e wins over --env-file, whichever comes first")
    func environmentOrder() throws {
        let path = "/tmp/skiff-env-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let file = try Descriptor.open(path, [.writeOnly, .create, .exclusive], mode: 0o600)
        defer { unlink(path) }
        try file.write("A=file\nB=file\n")
        let result = try options(["-e", "A=flag", "--env-file", path, "busybox"])
        #expect(result.environment == ["A=file", "B=file", "A=flag"])
    }

    @Test(
        "a value that makes no sense names the flag and the reason",
        arguments: [
            (
                ["-m", "abc"],
                "invalid argument \"abc\" for \"-m, --memory\" flag: not a size such as 512k, 64m or 1.5g"
            ),
            (
                ["-w", "src"],
                "invalid argument \"src\" for \"-w, --workdir\" flag: must be an absolute path in the container"
            ),
            (["--cpus=x"], "invalid argument \"x\" for \"--cpus\" flag: not a number of processors such as 0.5 or 2"),
            (
                ["--env-file", "/nonexistent/e"],
                "invalid argument \"/nonexistent/e\" for \"--env-file\" flag: no such file or directory"
            ),
            (
                ["--link", "db"],
                "flag \"--link\" is not supported yet: put both containers in a network of their own: there they find each "
                    + "other by name"
            ),
            (
                ["--health-interval=1us"],
                "invalid argument \"1us\" for \"--health-interval\" flag: must be a time of at least 1ms, such as 30s or 1m30s"
            ),
            (
                ["--restart=sometimes"],
                "invalid argument \"sometimes\" for \"--restart\" flag: "
                    + "must be no, on-failure[:NUMBER], always, unless-stopped or unhealthy"
            ),
        ])
    func refuses(words: [String], sentence: String) {
        let error = #expect(throws: UsageError.self) {
            _ = try RunCommand.command { _ in 0 }.invocation(of: words + ["busybox"], path: "skiff run")
        }
        #expect(error?.description == sentence + "\nSee 'skiff run --help'.")
        #expect(error?.exitCode == 125)
    }
}

import Cgroups
import Glibc
import LinuxSystem
import OCI
import TestSupport

@testable import Runtime

/// What came of launching a container whose command prints something.
struct MountOutcome {
    /// Standard output and standard error.
    var output = ""
    /// The sentence of a launch or a plan that failed.
    var failure: String?

    /// The entry of /proc/self/mountinfo, when the command printed it, of the
    /// topmost mount at a path.
    func mount(at path: String) -> MountInfo? {
        output.split(separator: "\n").compactMap { MountInfo(String($0)) }.last { $0.target == path }
    }
}

/// One line of proc_pid_mountinfo(5).
struct MountInfo {
    let target: String
    let options: Set<String>
    /// `shared:N`, `master:N`, `unbindable`, without the numbers.
    let propagation: Set<String>
    let type: String
    let source: String
    let superblockOptions: Set<String>

    init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count >= 10, let dash = words.firstIndex(of: "-"), dash + 3 < words.count else { return nil }
        target = words[4]
        options = Set(words[5].split(separator: ",").map(String.init))
        propagation = Set(words[6..<dash].map { String($0.split(separator: ":")[0]) })
        type = words[dash + 1]
        source = words[dash + 2]
        superblockOptions = Set(words[dash + 3].split(separator: ",").map(String.init))
    }
}

extension LaunchFixture {
    /// Runs a shell script in a container with the mounts, and a procfs before them.
    func run(
        _ script: String, mounts: [RuntimeSpec.Mount] = [], bundle: String? = nil, views: [CgroupView]? = nil,
        configure: (inout RuntimeSpec) -> Void = { _ in }
    ) throws -> MountOutcome {
        var spec = RuntimeSpec.plain(script, mounts: mounts)
        configure(&spec)
        let pipe = try Pipe()
        var outcome = MountOutcome()
        do {
            let launched = try launch(spec, output: pipe.writeEnd, bundle: bundle, views: views)
            outcome.output = try String(decoding: pipe.readEnd.readToEnd(limit: 1 << 20), as: UTF8.self)
            _ = try launched.process.wait()
        } catch {
            guard error is LaunchError || error is RuntimeError else { throw error }
            outcome.failure = "\(error)"
        }
        return outcome
    }

    /// The plan, and with it the pipe's writing end, goes when the container runs.
    private func launch(
        _ spec: RuntimeSpec, output: consuming Descriptor, bundle: String?, views: [CgroupView]?
    ) throws -> LaunchedProcess {
        let streams = try ChildStreams(
            input: Descriptor.open("/dev/null", [.readOnly]), output: output.duplicate(), error: output.duplicate())
        return try Launcher.launch(plan(spec, streams: streams, bundle: bundle, views: views))
    }
}

extension LaunchFixture {
    /// Makes the root one that users of a user namespace may use: with the
    /// directories that they can't make themselves.
    func openToAll(directories: [String] = []) throws {
        let root = try Descriptor.open(root, [.directory])
        try root.setMode(0o755)
        for name in ["proc", "dev", "sys"] + directories { try root.makeDirectory(name) }
    }
}

extension RuntimeSpec {
    /// Gives the container a user namespace whose root is the host's user `first`.
    mutating func addUserNamespace(first: UInt32 = 100_000) {
        let mappings = [IDMapping(containerID: 0, hostID: first, size: 65536)]
        linux?.namespaces?.append(Namespace(type: .user))
        linux?.userIDMappings = mappings
        linux?.groupIDMappings = mappings
        mounts?.insert(Mount(destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["mode=755"]), at: 1)
    }

    /// A container that runs a script with all rights; mountinfo is `cat /proc/self/mountinfo`.
    static func plain(_ script: String, mounts: [Mount]) -> RuntimeSpec {
        let all = ["CAP_SYS_ADMIN", "CAP_MKNOD", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER"]
        return RuntimeSpec(
            version: "1.2.0",
            process: Process(
                user: User(userID: 0, groupID: 0), arguments: ["sh", "-c", script], environment: ["PATH=/bin"],
                workingDirectory: "/",
                capabilities: CapabilitySets(
                    bounding: all, effective: all, inheritable: [], permitted: all, ambient: [])),
            root: Root(path: "rootfs"),
            mounts: [Mount(destination: "/proc", type: "proc", source: "proc")] + mounts,
            linux: Linux(namespaces: [Namespace(type: .mount), Namespace(type: .pid)]))
    }

    static let showMounts = "busybox cat /proc/self/mountinfo"
}

import Cgroups
import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// What plans for tests are made of: a root with a static busybox, and a
/// specification that makes the launcher walk every kind of step.
struct LaunchFixture: ~Copyable {
    static let busybox = "/bin/busybox"

    let root: String
    private let cgroup: Cgroup

    /// Makes a root and a cgroup, and takes both away after the body.
    static func with(_ body: (borrowing LaunchFixture) throws -> Void) throws {
        try withTemporaryDirectory { path, directory in
            try directory.setMode(0o755)  // users of the container walk through it
            try directory.makeDirectory("bin")
            let bin = try directory.openDirectory("bin")
            // By another process: what this one has open for writing, a child of a test at
            // the same time has open too, until its execve(2) (ETXTBSY).
            try Program("/bin/cp", [busybox, "\(path)/bin/busybox"]).run().succeeded()
            try bin.makeSymbolicLink("sh", to: "busybox")
            let group = "/skiff-test-\(UInt32.random(in: 0 ... .max))"
            let fixture = try LaunchFixture(
                root: path, cgroup: Cgroup.create(group, limits: Limits(), on: Hierarchies.detect()))
            let result = Result {
                try body(fixture)
                try #require(try fixture.cgroup.processes().isEmpty)
            }
            try fixture.cgroup.killAll()
            try fixture.cgroup.remove()
            try result.get()
        }
    }

    private init(root: String, cgroup: consuming Cgroup) {
        self.root = root
        self.cgroup = cgroup
    }

    /// A plan of the specification, over the root.
    func plan(
        _ spec: RuntimeSpec, seccomp: SeccompProgram? = nil, streams: consuming ChildStreams? = nil,
        bundle: String? = nil, views: [CgroupView]? = nil
    ) throws -> LaunchPlan {
        try LaunchPlan(
            spec, resources: resources(of: spec, seccomp: seccomp, streams: streams, bundle: bundle, views: views))
    }

    /// The same, in a network namespace that was begun beforehand.
    func plan(
        _ spec: RuntimeSpec, streams: consuming ChildStreams?, network: consuming NewNetworkNamespace
    ) throws -> LaunchPlan {
        var resources = try resources(of: spec, seccomp: nil, streams: streams, bundle: nil, views: nil)
        resources.network = .some(network)
        return try LaunchPlan(spec, resources: resources)
    }

    private func resources(
        of spec: RuntimeSpec, seccomp: SeccompProgram?, streams: consuming ChildStreams?, bundle: String?,
        views: [CgroupView]?
    ) throws -> LaunchResources {
        let location = try Descriptor.open(root, [.pathOnly, .directory])
        return LaunchResources(
            root: try DetachedMount.clone(of: location, recursive: false, name: root), streams: streams,
            seccomp: seccomp, join: try cgroup.join(), views: views ?? cgroup.views, bundle: bundle,
            keyring: .named("_ses.test"))
    }

    /// A plan of another process of a container that was launched here.
    func plan(
        _ process: RuntimeSpec.Process, entering pid: pid_t, of spec: RuntimeSpec,
        streams: consuming ChildStreams? = nil
    ) throws -> LaunchPlan {
        try LaunchPlan(process, entering: resources(entering: pid, of: spec, streams: streams))
    }

    /// What another process of a container is made from.
    func resources(
        entering pid: pid_t, of spec: RuntimeSpec, streams: consuming ChildStreams? = nil
    ) throws -> EntryResources {
        EntryResources(
            pid: pid, process: try ProcessDescriptor(pid: pid), namespaces: spec.linux?.namespaces ?? [],
            join: try cgroup.join(), streams: streams)
    }

    /// Launches the container, enters it with a command as another process, and
    /// ends it. Answers what the command wrote.
    func output(
        of command: String, in spec: RuntimeSpec, as user: RuntimeSpec.User = .init(userID: 0, groupID: 0)
    ) throws -> String {
        try withSleeping(spec) { first, container in
            var process = RuntimeSpec.Process(
                user: user, arguments: ["sh", "-c", command], environment: ["PATH=/bin"], workingDirectory: "/")
            process.noNewPrivileges = true
            return try output { streams in
                try Launcher.launch(plan(process, entering: first, of: container, streams: streams))
            }
        }
    }

    /// Calls the body with the id of a container that does nothing, and its
    /// specification; it is gone afterwards.
    func withSleeping<Value>(_ spec: RuntimeSpec, _ body: (pid_t, RuntimeSpec) throws -> Value) throws -> Value {
        var container = spec
        container.process?.arguments = ["busybox", "sleep", "1000"]
        let first = try Launcher.launch(plan(container))
        let result = Result { try body(first.pid, container) }
        try first.process.send(.kill)
        _ = try first.process.wait()
        return try result.get()
    }

    /// What the launched process writes until its end.
    /// - Parameter owner: whose the pipe is, by the host's id.
    func output(owner: uid_t = 0, _ launch: (consuming ChildStreams) throws -> LaunchedProcess) throws -> String {
        let pipe = try Pipe()
        try pipe.writeEnd.setOwner(FileOwner(user: owner, group: owner))
        let streams = ChildStreams(
            input: try Descriptor.open("/dev/null", .readOnly), output: try pipe.writeEnd.duplicate(),
            error: pipe.writeEnd)
        let launched = try launch(streams)
        let text = String(decoding: try pipe.readEnd.readToEnd(limit: 1 << 20), as: UTF8.self)
        try #require(try launched.process.wait() == .exited(code: 0), "\(text)")
        return text
    }
}

extension RuntimeSpec {
    /// A container with everything that makes a step.
    static func complete(userNamespace: Bool, terminal: Bool, noNewPrivileges: Bool) -> RuntimeSpec {
        var types: [NamespaceType] = [.mount, .uts, .pid, .ipc, .cgroup, .network]
        if userNamespace { types.append(.user) }
        let mapping = [IDMapping(containerID: 0, hostID: 0, size: 65536)]
        let sets = ["CAP_CHOWN", "CAP_SETUID"]
        return RuntimeSpec(
            version: "1.2.0",
            process: Process(
                terminal: terminal, user: User(userID: 0, groupID: 0, additionalGroupIDs: [0, 5]),
                arguments: ["busybox", "true"], environment: ["PATH=/bin"], workingDirectory: "/",
                capabilities: CapabilitySets(
                    bounding: sets, effective: sets, inheritable: [], permitted: sets, ambient: []),
                resourceLimits: [ResourceLimit(type: "RLIMIT_CORE", hard: 0, soft: 0)],
                noNewPrivileges: noNewPrivileges,
                oomScoreAdjustment: 100, scheduler: Scheduler(policy: "SCHED_OTHER"),
                ioPriority: IOPriority(schedulingClass: "IOPRIO_CLASS_BE", priority: 4)),
            root: Root(path: "rootfs", readOnly: true), hostname: "inside", domainname: "test", mounts: mounts,
            linux: Linux(
                namespaces: types.map { Namespace(type: $0) }, userIDMappings: userNamespace ? mapping : nil,
                groupIDMappings: userNamespace ? mapping : nil,
                devices: [Device(path: "/dev/kmsg", type: "c", major: 1, minor: 11)],
                sysctl: ["net.ipv4.ip_forward": "1"], maskedPaths: ["/proc/kcore", "/proc/scsi", "/sys/firmware"],
                readOnlyPaths: ["/proc/sys", "/proc/bus"],
                personality: Personality(domain: "LINUX")))
    }

    private static var mounts: [Mount] {
        [
            Mount(destination: "/proc", type: "proc", source: "proc", options: ["nosuid", "noexec", "nodev"]),
            Mount(destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"]),
            Mount(
                destination: "/dev/pts", type: "devpts", source: "devpts",
                options: ["newinstance", "ptmxmode=0666", "mode=0620"]),
            Mount(destination: "/sys", type: "sysfs", source: "sysfs", options: ["ro"]),
            Mount(destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup", options: ["ro"]),
            Mount(destination: "/etc/os-release", type: "bind", source: "/etc/os-release", options: ["bind", "ro"]),
        ]
    }
}

import LinuxSystem
import TestSupport

/// A host of an engine's own, inside the host: mounts, network, processes and
/// `/run` that nobody else sees (unshare(1)), a directory for all it keeps, and
/// a group in every cgroup hierarchy. With its first process everything ends
/// that an engine may leave behind.
struct EngineHost: ~Copyable {
    /// What tests need to know of it.
    let place: EnginePlace
    private let directory: TemporaryDirectory
    private var process: RunningProgram
    private let before: [String]

    /// The first process. It waits for every orphan, ends the daemon when it is
    /// told to end, and ends with it.
    private static let script = """
        set -e
        mount -t proc proc /proc
        mount -t tmpfs tmpfs /run
        busybox ip link set lo up
        log=$1; shift
        "$@" </dev/null >"$log" 2>&1 &
        daemon=$!
        trap 'kill -TERM $daemon' TERM
        echo ready
        while kill -0 $daemon 2>/dev/null; do wait $daemon || :; done
        """

    /// Starts the daemon whose words the body makes for the place.
    /// - Parameter groups: names of cgroups that the engine makes besides its own.
    init(groups: [String], _ daemon: (EnginePlace) throws -> [String]) throws {
        let before = try Self.facts()
        let directory = try TemporaryDirectory()
        let path = directory.path
        let group = "skiff-engines-\(UInt32.random(in: 0 ... .max))"
        // Somebody else's are left alone.
        let otherGroups = groups.filter { EnginePlace.tops(named: [$0]).isEmpty }
        let words = try daemon(EnginePlace(path: path, group: group, firstProcess: 0))
        let namespaces = ["--mount", "--net", "--pid", "--fork", "--kill-child=KILL"]
        let first = ["sh", "-c", Self.script, "init", "\(path)/log"]
        var process = try Program("unshare", namespaces + first + words).start()
        let parent = process.pid
        try process.output.wait(for: "ready")
        guard let first = HostProcess.all.first(where: { $0.parent?.id == parent }) else {
            throw TestFailure("the first process of \(words[0]) has ended")
        }
        self.before = before
        self.directory = directory
        self.process = process
        place = EnginePlace(path: path, group: group, otherGroups: otherGroups, firstProcess: first.id)
    }

    /// Ends the daemon and all that is left of it, and throws if it left
    /// anything on the host: a mount, a link, or a cgroup of a container.
    /// - Parameter prefix: how the names of containers' cgroups begin.
    consuming func end(containers prefix: String) throws {
        let running = place.groups(named: prefix)
        try ProcessDescriptor(pid: place.firstProcess).send(.terminate)
        _ = try process.waitForEnd(within: .seconds(20))
        let after = try Self.facts()
        let isEmpty = try eventually { place.removeGroups() }
        let log = place.log
        try directory.remove()
        guard running.isEmpty, after == before, isEmpty else {
            let leftovers = running + after.filter { !before.contains($0) }
            throw TestFailure("the engine left \(leftovers.joined(separator: "; ")); its log: \(log.suffix(4000))")
        }
    }

    private static func facts() throws -> [String] {
        try HostFile.text("/proc/self/mountinfo").split(separator: "\n").map(String.init)
            + HostFile.names(in: "/sys/class/net").map { "link \($0)" }
    }
}

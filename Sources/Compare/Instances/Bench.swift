import CShim
import Glibc
import LinuxSystem

/// Where instances are started and ended: whatever happens, none of them stays.
final class Bench {
    let interruption: Interruption
    /// Where instances publish.
    let network: ComparisonNetwork
    /// How long an instance may take for what is asked of it, in seconds.
    let limit: Int64
    private var count = 0

    init(limit: Int64) throws {
        interruption = try Interruption()
        network = try .enter()
        self.limit = limit
        // What instances leave behind becomes a child of this process, which so finds and ends it (prctl(2)).
        skiff_become_subreaper()
    }

    /// Starts an instance, does the work, and ends the instance.
    func withInstance<Result>(
        of contender: some Contender, _ task: ProbeTask, _ work: (RunningProgram) throws -> Result
    ) throws -> Result {
        let instance = try start(contender, task)
        defer { end([instance], of: contender) }
        return try work(instance.program)
    }

    /// An instance with its name.
    struct Instance {
        let id: String
        let program: RunningProgram
        /// It goes on when its command has ended.
        let isDetached: Bool
    }

    /// Starts an instance that somebody ends by `end`.
    func start(_ contender: some Contender, _ task: ProbeTask) throws -> Instance {
        count += 1
        let id = "skiff-compare-\(getpid())-\(count)"
        return Instance(
            id: id, program: try RunningProgram(contender.command(task, id: id)),
            isDetached: task == .idle && contender.detachesIdle)
    }

    /// Waits until an idle instance has nothing left to do.
    func waitUntilUp(_ instance: Instance) throws {
        guard instance.isDetached else {
            _ = try instance.program.waitForWord("first", seconds: limit, interruption)
            return
        }
        _ = try instance.program.waitForEnd(seconds: limit, interruption)
        guard instance.program.exitCode == 0 else {
            throw ComparisonError.failed(
                "'\(instance.program.words.prefix(2).joined(separator: " "))…' started no idle instance",
                lastLines: instance.program.lines.suffix(5))
        }
    }

    /// Ends instances, however they are. It isn't interrupted.
    func end(_ instances: [Instance], of contender: some Contender) {
        let left = instances.filter { $0.isDetached || $0.program.exitCode == nil }.map(\.id)
        if !left.isEmpty, let words = contender.removal(of: left) { Self.runQuietly(words) }
        for instance in instances { instance.program.kill() }
        endLeftovers()
    }

    /// Runs a command whose failure says that there was nothing to do.
    static func runQuietly(_ words: [String]) {
        // Without a program to end it by, killing what belongs to it is all that is left to do.
        guard let program = try? RunningProgram(words), let process = try? ProcessDescriptor(pid: program.pid) else {
            return
        }
        _ = try? process.waitForEnd(milliseconds: 30_000)
        program.kill()
    }

    /// Kills what instances have left, and takes note of its end, so that no zombie stays. Whoever tidies up behind
    /// an instance (Skiff's supervisor does so, and Podman) has time for it also on a machine that is busy: killed
    /// before, it would leave cgroups.
    private func endLeftovers() {
        let deadline = Uptime.now() + 20_000
        var status: CInt = 0
        while true {
            while waitpid(-1, &status, WNOHANG) > 0 {}
            let left = ProcessTree.descendants(of: getpid())
            if left.isEmpty { return }
            if Uptime.now() >= deadline {
                for pid in left { kill(pid, SIGKILL) }
            }
            usleep(2000)
        }
    }
}

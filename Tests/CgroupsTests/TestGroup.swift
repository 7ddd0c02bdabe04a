import Cgroups
import Glibc
import LinuxSystem
import TestSupport
import Testing

/// The v2 hierarchy of this host alone, as if it had no other.
func unifiedAlone() throws -> Hierarchies { Hierarchies(unified: try #require(Host.hierarchies?.unified)) }

/// Makes a group with a name of its own, and afterwards kills what is in it
/// and removes it.
func withGroup(
    _ limits: Limits = Limits(), on hierarchies: Hierarchies? = nil, options: CreationOptions = [],
    _ body: (inout Cgroup) throws -> Void
) throws {
    let hierarchies = try hierarchies ?? #require(Host.hierarchies)
    let path = "/skiff-test-\(UInt32.random(in: 0 ... .max))"
    var group = try Cgroup.create(path, limits: limits, on: hierarchies, options: options)
    let result = Result { try body(&group) }
    try group.killAll()
    try group.remove()
    try result.get()
}

/// A process that a test started; killed and waited for with its owner.
struct Child: ~Copyable {
    let process: pid_t

    /// Starts the words; descriptors take the numbers from 100 on. It waits
    /// for a line on its standard input when the words ask for it.
    init(_ words: [String], descriptors: [CInt] = [], input: CInt = -1) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if input >= 0 { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        for (index, number) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, number, CInt(100 + index))
        }
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        let environment: [UnsafeMutablePointer<CChar>?] = [nil]
        try #require(posix_spawn(&process, words[0], &actions, nil, &arguments, environment) == 0)
        self.process = process
    }

    deinit {
        kill(process, SIGKILL)
        var status: CInt = 0
        waitpid(process, &status, 0)
    }

    /// Waits for the end: the exit status, or 128 and the signal.
    func wait() -> CInt {
        var status = siginfo_t()
        // WNOWAIT: the owner still reaps it.
        waitid(P_PID, id_t(process), &status, WEXITED | WNOWAIT)
        let value = status._sifields._sigchld.si_status
        return status.si_code == CLD_EXITED ? value : 128 + value
    }
}

/// Starts a shell that waits until it is in the group, then runs the script.
func withShell(_ script: String, in group: borrowing Cgroup, _ body: (borrowing Child) throws -> Void) throws {
    var ends: [CInt] = [0, 0]
    try checkErrno(pipe(&ends), "make", "a pipe")
    let input = Descriptor(owning: ends[0])
    let gate = Descriptor(owning: ends[1])
    let child = try Child(["/bin/bash", "-c", "read line; " + script], input: input.number)
    try group.add(child.process)
    try gate.write("go\n")
    try body(child)
}

import TestSupport
import Testing

/// A container that is made to end in a known way.
struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What `skiff why` has to name.
    let cause: String
    /// The flags of `create`.
    var options: [String] = []
    var image = "busybox"
    let command: [String]
    /// What is done to it while it runs.
    var deed: Deed?

    enum Deed: Sendable {
        /// `skiff` with these words, then the container's name.
        case skiff([String])
        /// Signals from the host to its first process.
        case kill(Int32)
        /// The supervisor is killed.
        case loseSupervisor
        /// So many milliseconds pass, and it is looked at in whatever state it is.
        case look(after: UInt32)
    }

    init(
        _ description: String, is cause: String, _ options: [String], image: String = "busybox", _ command: [String],
        _ deed: Deed? = nil
    ) {
        testDescription = description
        self.cause = cause
        self.options = options
        self.image = image
        self.command = command
        self.deed = deed
    }

    init(
        _ description: String, is cause: String, image: String = "busybox", runs command: [String], _ deed: Deed? = nil
    ) {
        self.init(description, is: cause, [], image: image, command, deed)
    }
}

extension Fault {
    /// Takes 200 MB at once.
    private static let hog = "dd if=/dev/zero of=/dev/null bs=200M count=1"
    private static let small = ["-m", "32m", "--memory-swap", "32m"]

    static let all = memory + signals + ends + limits + refusals

    private static let memory: [Fault] = [
        Fault("memory taken by the first process", is: "out-of-memory", small, ["sh", "-c", "exec \(hog)"]),
        Fault(
            "memory taken by a child, and the shell ends with its code", is: "out-of-memory", small,
            ["sh", "-c", "\(hog); exit $?"]),
        Fault(
            "memory taken by a child, and the shell doesn't mind", is: "none", small, ["sh", "-c", "\(hog); exit 0"]),
        Fault(
            "memory taken by a child before an exit code of its own", is: "exit-code", small,
            ["sh", "-c", "\(hog); exit 3"]),
        Fault(
            "memory taken by files in memory", is: "out-of-memory", small,
            ["sh", "-c", "exec dd if=/dev/zero of=/dev/shm/x bs=1M count=60"]),
        Fault(
            "killed from the host after a child had no memory", is: "killed-from-host", small,
            ["sh", "-c", "\(hog); echo ready; sleep 100; :"], .kill(9)),
        Fault("an exit code that only looks like it", is: "signal", small, ["sh", "-c", "exit 137"]),
    ]

    private static let signals: [Fault] = [
        Fault("killed by skiff", is: "killed", runs: ["sleep", "100"], .skiff(["kill"])),
        Fault(
            "killed by skiff with its stop signal", is: "killed", ["--stop-signal", "KILL"], ["sleep", "100"],
            .skiff(["kill"])),
        Fault("stopped, and it had not listened", is: "stopped", runs: ["sleep", "100"], .skiff(["stop", "-t", "0"])),
        Fault(
            "stopped, and it listened", is: "stopped",
            runs: ["sh", "-c", "trap 'exit 5' TERM; echo ready; while :; do sleep 0.1; done"], .skiff(["stop"])),
        Fault("killed from the host", is: "killed-from-host", runs: ["sleep", "100"], .kill(9)),
        Fault("a crash", is: "crash", runs: ["sh", "-c", "f() { f; }; f"]),
        Fault("a crash of a child", is: "crash", runs: ["sh", "-c", "sh -c 'f() { f; }; f'; exit $?"]),
        Fault("a crash under an init", is: "crash", ["--init"], ["sh", "-c", "kill -SEGV $$"]),
        Fault("a child killed by a child", is: "signal", runs: ["sh", "-c", "sleep 100 & kill -9 $!; wait $!"]),
        Fault("ended under an init by a signal of its own", is: "signal", ["--init"], ["sh", "-c", "kill -TERM $$"]),
        Fault("its supervisor killed", is: "supervisor-lost", runs: ["sleep", "100"], .loseSupervisor),
    ]

    private static let ends: [Fault] = [
        Fault("a good end", is: "none", runs: ["true"]),
        Fault("an exit code", is: "exit-code", runs: ["sh", "-c", "exit 3"]),
        Fault("an exit code beyond all signals", is: "exit-code", runs: ["sh", "-c", "exit 255"]),
        Fault("no such command", is: "command-not-found", runs: ["nonesuch"]),
        Fault("no such command in a shell", is: "command-not-found", runs: ["sh", "-c", "nonesuch"]),
        Fault("a command that can't be executed", is: "not-executable", runs: ["/etc/passwd"]),
        Fault("a command that a shell can't execute", is: "not-executable", runs: ["sh", "-c", "/etc/passwd"]),
        Fault(
            "a library that is missing", is: "missing-library", image: "debian",
            runs: ["sh", "-c", "mv /lib/*/libselinux.so.1 /tmp; exec ls"]),
        Fault("a directory to start in that is a file", is: "not-started", ["-w", "/etc/passwd"], ["true"]),
        Fault("a root that can't be written", is: "exit-code", ["--read-only"], ["touch", "/file"]),
    ]

    private static let limits: [Fault] = [
        Fault(
            "a full file system", is: "no-space", ["--tmpfs", "/t:size=1m"],
            ["dd", "if=/dev/zero", "of=/t/file", "bs=1M", "count=3"]),
        Fault(
            "too many processes", is: "process-limit", ["--pids-limit", "5"],
            ["sh", "-c", "for i in $(seq 9); do sleep 9 & done; exit 1"]),
        Fault(
            "a health check that fails", is: "unhealthy",
            ["--restart", "unhealthy", "--health-cmd", "false", "--health-interval", "50ms", "--health-retries", "1"],
            ["sleep", "100"], .look(after: 500)),
        Fault(
            "a health check that its limit starves", is: "starved",
            [
                "--restart", "unhealthy", "--health-cmd", "for i in $(seq 5000); do :; done", "--health-interval",
                "1500ms", "--health-timeout", "20ms", "--health-retries", "1", "--cpus", "0.02",
            ], ["sh", "-c", "while :; do :; done"], .look(after: 3500)),
    ]

    private static func probe(_ calls: String, then end: String) -> [String] {
        ["sh", "-c", "/probe --syscalls \(calls); \(end)"]
    }

    private static let refusals: [Fault] = [
        Fault("a system call that the filter refuses", is: "system-call-refused", runs: ["unshare", "-m", "true"]),
        Fault(
            "a refused call, and not a word", is: "system-call-refused", image: "probe",
            runs: ["/probe", "--syscalls", "keyctl", "--exit", "3"]),
        Fault(
            "a refused mount of a child, and not a word", is: "system-call-refused", image: "probe",
            runs: probe("mount", then: "exit 1")),
        Fault(
            "a refused address family", is: "system-call-refused", image: "probe",
            runs: probe("socket-vsock", then: "exit 1")),
        Fault(
            "a refused call long before", is: "exit-code", image: "probe",
            runs: probe("keyctl", then: "sleep 1; exit 3")),
        Fault(
            "a refused call, and words of something else", is: "exit-code", image: "probe",
            runs: probe("keyctl,mount", then: "echo 'db: Connection refused' >&2; exit 3")),
        Fault(
            "a call that programs only try", is: "exit-code", image: "probe",
            runs: probe("io_uring_setup", then: "exit 3")),
        Fault("a refused call, and a good end", is: "none", image: "probe", runs: probe("keyctl", then: "exit 0")),
        Fault(
            "a refused call, and a crash", is: "crash", image: "probe",
            runs: probe("keyctl", then: "sh -c 'kill -SEGV $$'; exit $?")),
        Fault(
            "a refused call, and a command that isn't there", is: "command-not-found", image: "probe",
            runs: probe("keyctl", then: "nonesuch")),
        Fault(
            "a refused call where nobody watches", is: "exit-code", ["--cap-add", "SYS_ADMIN"], image: "probe",
            probe("keyctl", then: "exit 3")),
        Fault(
            "something refused, but not by the filter", is: "not-permitted", ["--cap-drop", "CHOWN"],
            ["chown", "1", "/etc/passwd"]),
        Fault(
            "something refused to who has no filter", is: "not-permitted",
            ["--security-opt", "seccomp=unconfined", "--cap-drop", "CHOWN"], ["chown", "1", "/etc/passwd"]),
    ]
}

import TestSupport
import Testing

extension IntegrationTests {
    /// What a user may get wrong on the command line of `run` and its kin.
    @Suite("Bad input on the command line")
    struct BadRunTests {
        struct Refusal: Sendable, CustomTestStringConvertible {
            let words: [String]
            let exitCode: Int32
            let fragments: [String]

            init(_ words: String, _ exitCode: Int32 = 125, _ fragments: String...) {
                self.words = words.split(separator: " ").map(String.init)
                self.exitCode = exitCode
                self.fragments = fragments
            }

            var testDescription: String { words.joined(separator: " ") }
        }

        /// The first container leaves a compiled filter for all later ones.
        init() throws { try Skiff.current.run("run", "--rm", "busybox", "true").succeeded() }

        static let refusals: [Refusal] = [
            Refusal("--pull never nosuch true", 125, "no image nosuch:latest", "skiff pull"),
            Refusal("Busy:box:x true", 125, "not an image reference"),
            Refusal("--bogus busybox true", 125, "unknown flag: --bogus", "--help"),
            Refusal("--memory 12q busybox true", 125, "12q", "not a size"),
            Refusal("--memory 1k busybox true", 125, "memory limit of 1024 bytes", "6 MiB"),
            Refusal("--memory 99999999999999999999 busybox true", 125, "too large"),
            Refusal("--memory 64m --memory-swap 1m busybox true", 125, "memory and swap", "smaller"),
            Refusal("--cpus x busybox true", 125, "\"x\"", "--cpus"),
            Refusal("--cpus 100000 busybox true", 125, "range of CPUs"),
            Refusal("--cpuset-cpus 99999 busybox true", 125, "99999", "processors"),
            Refusal("--pids-limit x busybox true", 125, "--pids-limit", "number of processes"),
            Refusal("--name ../../etc busybox true", 125, "container name \"../../etc\""),
            Refusal("--name a/b busybox true", 125, "container name \"a/b\""),
            Refusal("busybox nosuch", 127, "cannot run nosuch", "not found"),
            Refusal("busybox /no/such", 127, "cannot run /no/such", "not found"),
            Refusal("busybox /etc/passwd", 126, "cannot run /etc/passwd", "not executable"),
            Refusal("busybox /etc", 126, "cannot run /etc", "directory"),
            Refusal("-u nosuch busybox true", 125, "no user \"nosuch\"", "/etc/passwd"),
            Refusal("-u root:nosuch busybox true", 125, "no group \"nosuch\"", "/etc/group"),
            Refusal("-u 1:2:3 busybox true", 125, "user or user:group"),
            Refusal("-u -1 busybox true", 125, "-1", "out of range"),
            Refusal("-u 2147483648 busybox true", 125, "2147483648", "out of range"),
            Refusal("-u 4294967296 busybox true", 125, "4294967296", "out of range"),
            Refusal("-u 0:4294967296 busybox true", 125, "4294967296", "out of range"),
            Refusal("-u 18446744073709551616 busybox true", 125, "out of range"),
            Refusal("-w /etc/passwd busybox true", 125, "/etc/passwd", "not a directory"),
            Refusal("-v r@l:/x busybox true", 125, "r@l", "volume"),
            Refusal("-v /tmp:rel busybox true", 125, "\"rel\" is not absolute"),
            Refusal("-v /tmp:/ busybox true", 125, "must not be \"/\""),
            Refusal("-v /tmp:/proc/sys busybox true", 125, "/proc/sys", "inside /proc"),
            Refusal("-v /tmp:/x/../proc busybox true", 125, "/proc"),
            Refusal("--mount type=bind,source=/no/such,target=/x busybox true", 125, "\"/no/such\"", "doesn't exist"),
            Refusal("--tmpfs /x:size=abc busybox true", 125, "not a size"),
            Refusal("--tmpfs /x:bogus busybox true", 125, "/x"),
            Refusal("--device /dev/nosuch busybox true", 125, "/dev/nosuch"),
            Refusal("--device /etc/passwd busybox true", 125, "not a device"),
            Refusal("--ulimit nofile=9:3 busybox true", 125, "soft limit 9", "hard limit 3"),
            Refusal("--ulimit bogus=3 busybox true", 125, "bogus"),
            Refusal("--sysctl kernel.panic=1 busybox true", 125, "kernel.panic", "the host"),
            Refusal("--sysctl net.no.such=1 busybox true", 125, "net/no/such", "no such file"),
            Refusal("--sysctl net/../kernel/panic=1 busybox true", 125, "invalid sysctl"),
            Refusal("--cap-add NOSUCH busybox true", 125, "NOSUCH", "capabilities(7)"),
            Refusal("--security-opt seccomp=/no/such busybox true", 125, "/no/such"),
            Refusal("--security-opt seccomp=/etc/passwd busybox true", 125, "/etc/passwd", "expected a value"),
            Refusal("--security-opt bogus=1 busybox true", 125, "bogus=1", "unknown security option"),
            Refusal("--network bogus busybox true", 125, "network bogus not found", "skiff network ls"),
            Refusal("--hostname a/b busybox true", 125, "hostname \"a/b\""),
            Refusal("--stop-signal SIGNOPE busybox true", 125, "SIGNOPE", "no such signal"),
            Refusal("--env-file /no/such busybox true", 125, "/no/such", "no such file"),
            Refusal("-e =x busybox true", 125, "key before ="),
            Refusal("--oom-score-adj 2000 busybox true", 125, "-1000 to 1000"),
            Refusal("--pull always nowhere.invalid/busybox true", 125, "cannot pull nowhere.invalid/busybox:latest"),
            Refusal("--userns auto --privileged busybox true", 125, "--userns host"),
            Refusal("-i -t busybox true", 125, "not a terminal"),
            Refusal("", 125, "requires at least 1 argument"),
        ]

        @Test("is refused by run, with a word to the user and nothing left", arguments: refusals)
        func run(refusal: Refusal) throws {
            try Skiff.current.expectRefusal(["run", "--rm"] + refusal.words, refusal.exitCode, refusal.fragments)
        }

        @Test(
            "is refused in the background too, with nothing left",
            arguments: [
                Refusal("busybox nosuch", 127, "not found"), Refusal("busybox /etc", 126, "directory"),
                Refusal("-w /etc/passwd busybox true", 125, "not a directory"),
                Refusal("--sysctl net.no.such=1 busybox true", 125, "net/no/such"),
                Refusal("-u nosuch busybox true", 125, "no user"),
            ])
        func detached(refusal: Refusal) throws {
            try Skiff.current.expectRefusal(["run", "-d"] + refusal.words, refusal.exitCode, refusal.fragments)
        }

        @Test(
            "is refused by every other verb",
            arguments: [
                Refusal("inspect nosuch", 1, "no such container or image: nosuch"),
                Refusal("logs nosuch", 1, "no such container: nosuch"),
                Refusal("rm nosuch", 1, "no such container: nosuch"),
                Refusal("stop nosuch", 1, "no such container: nosuch"),
                Refusal("kill nosuch", 1, "no such container: nosuch"),
                Refusal("wait nosuch", 1, "no such container: nosuch"),
                Refusal("limits nosuch", 1, "no such container: nosuch"), Refusal("rmi nosuch", 1, "no image nosuch"),
                Refusal("rm ../../etc", 1, "../../etc"), Refusal("logs ../../../../etc/passwd", 1, "no such container"),
                Refusal("load --input /no/such", 1, "/no/such", "no such file"),
                Refusal("load --input /etc/passwd", 1, "/etc/passwd", "damaged"),
                Refusal("import /etc/passwd", 1, "damaged"), Refusal("nosuchverb", 1, "nosuchverb", "--help"),
            ])
        func verbs(refusal: Refusal) throws {
            try Skiff.current.expectRefusal(refusal.words, refusal.exitCode, refusal.fragments)
        }

        @Test("is refused as an empty command, as in Docker")
        func emptyCommand() throws {
            try Skiff.current.expectRefusal(["run", "--rm", "busybox", ""], 127, ["empty"])
            try Skiff.current.expectRefusal(["run", "--rm", "--entrypoint", "", "busybox"], 125, ["no command"])
        }

        @Test("names the container that has the name already")
        func nameInUse() throws {
            try Skiff.current.withContainer { container in
                try Skiff.current.expectRefusal(
                    ["run", "--rm", "--name", container.name, "busybox", "true"], 125,
                    ["\"\(container.name)\" is already in use", String(container.id.prefix(12))])
                try Skiff.current.expectRefusal(["rm", container.name], 1, [container.name, "running"])
                try Skiff.current.expectRefusal(["kill", "-s", "NOPE", container.name], 1, ["NOPE", "no such signal"])
            }
        }

        @Test("of a length beyond reason is refused or carried whole")
        func longWords() throws {
            let long = String(repeating: "a", count: 100_000)
            try Skiff.current.expectRefusal(["run", "--rm", "busybox", long], 126, ["file name too long"])
            let echoed = try Skiff.current.run("run", "--rm", "busybox", "echo", long).succeeded()
            #expect(echoed.text == long)
        }
    }
}

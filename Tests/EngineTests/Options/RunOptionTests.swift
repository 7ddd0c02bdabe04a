import Engine
import LinuxSystem
import Testing

@Suite("Other options of run")
struct RunOptionTests {
    private static func options(_ change: (inout RunOptions) -> Void) -> Outcome<RunOptions> {
        var options = RunOptions(image: "")
        change(&options)
        return .value(options)
    }

    static let noProfile = Outcome<RunOptions>.refused(
        "seccomp needs a profile: seccomp=FILE or seccomp=unconfined")
    static let unknown = Outcome<RunOptions>.refused(
        "unknown security option; there are no-new-privileges and seccomp=")

    @Test(
        "--security-opt knows seccomp and no-new-privileges",
        arguments: [
            ("no-new-privileges", options { $0.noNewPrivileges = true }),
            ("no-new-privileges:true", options { $0.noNewPrivileges = true }),
            ("no-new-privileges=true", options { $0.noNewPrivileges = true }),
            ("no-new-privileges=false", options { _ in }),
            ("no-new-privileges=x", .refused("no-new-privileges must be true or false")),
            ("seccomp=unconfined", options { $0.seccomp = .unconfined }),
            ("seccomp:unconfined", options { $0.seccomp = .unconfined }),
            ("seccomp=builtin", options { _ in }),
            ("seccomp=/a/b:c=d.json", options { $0.seccomp = .file("/a/b:c=d.json") }),
            ("seccomp=", noProfile), ("seccomp", noProfile),
            ("apparmor=unconfined", .refused("apparmor is not supported yet: leave it out")),
            ("label=disable", .refused("label is not supported yet: leave it out")),
            ("", unknown), ("seccompx=1", unknown),
        ] as Cases<RunOptions>)
    func security(text: String, expected: Outcome<RunOptions>) {
        let outcome = Outcome {
            var options = RunOptions(image: "")
            try options.addSecurityOption(text)
            return options
        }
        #expect(outcome == expected)
    }

    static let outOfRange = Outcome<Int>.refused("must be a number from -1000 to 1000")

    @Test(
        "--oom-score-adj keeps to the kernel's range",
        arguments: [
            ("-1000", .value(-1000)), ("0", .value(0)), ("1000", .value(1000)), ("1001", outOfRange),
            ("-1001", outOfRange), ("x", outOfRange),
        ] as Cases<Int>)
    func oomScore(text: String, expected: Outcome<Int>) {
        #expect(Outcome { try RunOptions.oomScoreAdjustment(parsing: text) } == expected)
    }

    static let noSignal = Outcome<Signal>.refused("no such signal; name one as SIGTERM, TERM or 15")

    @Test(
        "--stop-signal is a name or a number",
        arguments: [("SIGTERM", .value(.terminate)), ("9", .value(.kill)), ("0", noSignal), ("SIGNOPE", noSignal)]
            as Cases<Signal>)
    func signals(text: String, expected: Outcome<Signal>) {
        #expect(Outcome { try Signal(option: text) } == expected)
    }

    @Test("words outside a choice are refused with the choice")
    func choices() {
        #expect(Outcome { try NetworkOption(parsing: "host") } == .value(.mode(.host)))
        #expect(
            Outcome { try NetworkOption(parsing: "container:") }
                == .refused("must be a network's name, none, host or container:NAME"))
        #expect(Outcome { try UserNamespaceMode(parsing: "auto") } == .value(.auto))
        #expect(Outcome { try UserNamespaceMode(parsing: "x") } == .refused("must be host or auto"))
        #expect(Outcome { try PullPolicy(parsing: "never") } == .value(.never))
        #expect(Outcome { try PullPolicy(parsing: "") } == .refused("must be always, missing or never"))
    }

    @Test(
        "a label's value may be absent",
        arguments: [
            ("a=b=c", .value("a|b=c")), ("a", .value("a|")), ("a=", .value("a|")),
            ("=b", .refused("the key before = is missing")), ("", .refused("the key before = is missing")),
        ] as Cases<String>)
    func labels(text: String, expected: Outcome<String>) {
        let outcome = Outcome {
            let label = try KeyValue(parsing: text, valueIfAbsent: "")
            return "\(label.key)|\(label.value)"
        }
        #expect(outcome == expected)
    }
}

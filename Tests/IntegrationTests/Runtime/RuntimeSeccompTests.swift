import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The runtime's system-call filter")
    struct RuntimeSeccompTests {
        @Test("is refused with the path of what is wrong, and nothing is made")
        func mistakes() throws {
            try Bundle.with { bundle in
                let profiles: [(JSON, String)] = [
                    (["defaultAction": "SCMP_ACT_SING"], "linux.seccomp.defaultAction"),
                    (
                        [
                            "defaultAction": "SCMP_ACT_ALLOW",
                            "syscalls": [["names": ["read", "fly"], "action": "SCMP_ACT_ERRNO"]],
                        ], "linux.seccomp.syscalls[0].names[1]: unknown system call \"fly\""
                    ),
                    (
                        ["defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_PDP11"]],
                        "linux.seccomp.architectures[0]: unknown architecture"
                    ),
                    (["defaultAction": "SCMP_ACT_NOTIFY"], "linux.seccomp.defaultAction"),
                ]
                for (profile, sentence) in profiles {
                    try bundle.configure { $0["linux"]["seccomp"] = profile }
                    let result = try bundle.leave(["create", "--bundle", bundle.path, bundle.id])
                    #expect(result.exitCode != 0)
                    #expect(bundle.output.contains(sentence), "\(bundle.output)")
                    #expect(try bundle.status() == nil)
                }
            }
        }

        @Test("holds for the command, at once and from the cache")
        func holds() throws {
            try Bundle.with(["sh", "-c", "sleep 0; busybox mkdir /tmp/a; echo $?"]) { configuration in
                configuration["linux"]["seccomp"] = [
                    "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"],
                    "syscalls": [["names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 71]],
                ]
            } _: { bundle in
                for _ in 0..<2 {
                    let result = try bundle.run("run", "--bundle", bundle.path, bundle.id)
                    #expect(result.text == "1", "\(result)")
                    #expect(result.errorText.contains("Protocol error"), "\(result)")
                }
            }
        }

        @Test("gives its listener to the agent, of a container that is started and of one that runs at once")
        func listener() throws {
            try Bundle.with(["busybox", "mkdir", "/proc/made"]) { bundle in
                try bundle.configure {
                    $0["linux"]["seccomp"] = [
                        "defaultAction": "SCMP_ACT_ALLOW", "listenerPath": .string("\(bundle.directory)/agent"),
                        "listenerMetadata": "word", "syscalls": [["names": ["mkdir"], "action": "SCMP_ACT_NOTIFY"]],
                    ]
                }
                let first = try AnsweringAgent.start(in: bundle.directory, pretending: true)
                try bundle.create()
                let pid = try Int64(bundle.pid())
                try bundle.run("start", bundle.id).succeeded()
                let state = try first.state()
                #expect(state["pid"].number == pid)
                #expect(state["metadata"].string == "word")
                #expect(state["state"]["status"].string == "created")
                try bundle.wait(for: "stopped")
                try bundle.run("delete", bundle.id).succeeded()
                unlink("\(bundle.directory)/agent")
                unlink("\(bundle.directory)/ready")
                let second = try AnsweringAgent.start(in: bundle.directory, pretending: true)
                try bundle.run("run", "--bundle", bundle.path, bundle.id).succeeded()
                #expect(try second.state()["state"]["status"].string == "creating")
            }
        }

        @Test("that has no agent to ask ends the start")
        func absentAgent() throws {
            try Bundle.with { configuration in
                configuration["linux"]["seccomp"] = [
                    "defaultAction": "SCMP_ACT_ALLOW", "listenerPath": "/nonexistent/agent",
                    "syscalls": [["names": ["mkdir"], "action": "SCMP_ACT_NOTIFY"]],
                ]
            } _: { bundle in
                try bundle.create()
                let result = try bundle.run("start", bundle.id)
                #expect(result.exitCode != 0)
                #expect(result.errorText.contains("cannot connect to the socket /nonexistent/agent"), "\(result)")
                try bundle.wait(for: "stopped")
            }
        }
    }
}

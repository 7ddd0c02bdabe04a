import Engine
import Glibc
import LinuxSystem
import OCI
import Runtime
import Testing

private let podman = "/usr/share/containers/seccomp.json"

@Suite("Seccomp profile files")
struct ProfileFileTests {
    private func parse(_ text: String) throws -> SeccompProfile {
        try SeccompProfile(parsing: Array(text.utf8), name: "p.json")
    }

    private let sample = """
        {
          "defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "comment": "ignored",
          "flags": ["SECCOMP_FILTER_FLAG_LOG"],
          "archMap": [
            {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"]},
            {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": null}
          ],
          "syscalls": [
            {"name": "read", "action": "SCMP_ACT_ALLOW", "args": null, "includes": {}, "excludes": {}},
            {"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN", "CAP_KILL"]}},
            {"names": ["chroot"], "action": "SCMP_ACT_KILL", "excludes": {"caps": ["CAP_SYS_CHROOT", "CAP_KILL"]}},
            {"names": ["mseal"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "6.1"}},
            {"names": ["statmount"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "6.2"}},
            {"names": ["sysfs"], "action": "SCMP_ACT_ALLOW", "excludes": {"minKernel": "6.1"}},
            {"names": ["cacheflush"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["arm", "arm64"]}},
            {"names": ["breakpoint"], "action": "SCMP_ACT_ALLOW", "excludes": {"arches": ["amd64"]}},
            {"names": ["socket"], "action": "SCMP_ACT_ERRNO", "errnoRet": 97,
             "args": [{"index": 0, "value": 38, "valueTwo": 0, "op": "SCMP_CMP_EQ"}]}
          ]
        }
        """

    @Test("a profile is read, and its conditions are settled by capabilities, kernel and architecture")
    func conditions() throws {
        let profile = try parse(sample)
        let names: (CapabilitySet) -> [String] = { capabilities in
            profile.resolved(for: capabilities, on: host).systemCalls?.flatMap(\.names) ?? []
        }
        #expect(names([]) == ["read", "chroot", "mseal", "socket"])
        #expect(names(CapabilitySet(.sysAdmin)) == ["read", "chroot", "mseal", "socket"])
        #expect(names([CapabilitySet(.sysAdmin), CapabilitySet(.kill)]) == ["read", "mount", "mseal", "socket"])
        #expect(names(CapabilitySet(.sysChroot)) == ["read", "mseal", "socket"])
    }

    @Test("everything else in the file arrives in the filter")
    func contents() throws {
        let filter = try parse(sample).resolved(for: [], on: host)
        #expect(filter.defaultAction == .errno && filter.defaultErrno == 38)
        #expect(filter.architectures == ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"])
        #expect(filter.flags == ["SECCOMP_FILTER_FLAG_LOG"])
        let last = try #require(filter.systemCalls?.last)
        #expect(last.errno == 97)
        #expect(
            last.arguments == [RuntimeSpec.SystemCallArgument(index: 0, value: 38, secondValue: 0, comparison: .equal)])
    }

    @Test("architectures may be listed as they are")
    func fixedArchitectures() throws {
        let profile = try parse(#"{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86"],"archMap":[]}"#)
        #expect(profile.resolved(for: [], on: host).architectures == ["SCMP_ARCH_X86"])
    }

    @Test(
        "a wrong file is refused with the field that is wrong",
        arguments: [
            ("{", "line 1, column 2: expected a name or }, found the end of the text"),
            ("{}", "defaultAction: is required"),
            (#"{"defaultAction":1}"#, "defaultAction: expected a string, found a number"),
            (
                #"{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86"],"archMap":[{"architecture":"a"}]}"#,
                "both architectures and archMap are given: use one"
            ),
            (
                #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"acct","names":["b"],"action":"SCMP_ACT_LOG"}]}"#,
                "syscalls[0]: both name and names are given: use names"
            ),
            (
                #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["read","fly"],"action":"SCMP_ACT_LOG"}]}"#,
                "syscalls[0].names[1]: unknown system call \"fly\""
            ),
            (
                #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"action":"SCMP_ACT_LOG"}]}"#,
                "syscalls[0]: names is missing or empty"
            ),
            (
                #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":"a","action":"SCMP_ACT_LOG"}]}"#,
                "syscalls[0].names: expected an array, found a string"
            ),
            (
                #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"acct","action":"SCMP_ACT_LOG","includes":{"caps":["CAP_X"]}}]}"#,
                "syscalls[0].includes.caps[0]: unknown capability \"CAP_X\""
            ),
            (
                #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"acct","action":"SCMP_ACT_LOG","excludes":{"minKernel":"six"}}]}"#,
                "syscalls[0].excludes.minKernel: \"six\" is no kernel version, such as 4.8"
            ),
            (
                #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"acct","action":"SCMP_ACT_LOG","args":[{"index":6,"value":0,"op":"SCMP_CMP_EQ"}]}]}"#,
                "syscalls[0].args[0].index: there is no argument 6, only 0 to 5"
            ),
        ])
    func mistakes(text: String, sentence: String) {
        #expect(throws: EngineError(.invalid, "seccomp profile \"p.json\": \(sentence)")) { try parse(text) }
    }

    @Test("an unknown action is refused with its place")
    func unknownAction() {
        let error = #expect(throws: EngineError.self) {
            try parse(#"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"acct","action":"ALLOW"}]}"#)
        }
        #expect(error?.message.hasPrefix("seccomp profile \"p.json\": syscalls[0].action: ") == true)
    }

    @Test(
        "the profile of Podman, and the standard one, compile",
        .enabled(if: access(podman, R_OK) == 0, "the package golang-github-containers-common has it"))
    func compile() throws {
        for profile in [try SeccompProfile.load(.file(podman), privileged: false), .standard] {
            for capabilities in [[], CapabilitySet(.sysAdmin)] as [CapabilitySet] {
                _ = try SeccompCompiler.compile(#require(profile).resolved(for: capabilities, on: host))
            }
        }
    }

    @Test("a file is loaded by its path, and an absent one is refused by it")
    func loading() throws {
        let path = "/tmp/skiff-test-\(getpid())-\(UInt32.random(in: 0 ... .max)).json"
        defer { unlink(path) }
        try Descriptor.open(path, [.writeOnly, .create, .exclusive], mode: 0o600).write(sample)
        #expect(try SeccompProfile.load(.file(path), privileged: true)?.defaultErrno == 38)
        let error = #expect(throws: EngineError.self) {
            try SeccompProfile.load(.file("/nonexistent"), privileged: false)
        }
        #expect(error?.message == "cannot read seccomp profile \"/nonexistent\": no such file or directory")
    }

    @Test("a privileged container has no filter unless it asks for a file")
    func privileged() throws {
        #expect(try SeccompProfile.load(.standard, privileged: false) == .standard)
        #expect(try SeccompProfile.load(.standard, privileged: true) == nil)
        #expect(try SeccompProfile.load(.unconfined, privileged: false) == nil)
    }
}

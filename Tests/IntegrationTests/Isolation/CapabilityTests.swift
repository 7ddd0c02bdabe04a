import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Capabilities and other privileges")
    struct CapabilityTests {
        private let skiff = Skiff.current

        /// Docker's default.
        static let standard: Set<String> = [
            "CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID", "SETFCAP", "SETPCAP",
            "NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE",
        ]

        @Test(
            "root has what was asked, effective, permitted and bounding; inheritable and ambient are empty",
            arguments: [
                ([], standard),
                (["--cap-add", "NET_ADMIN"], standard.union(["NET_ADMIN"])),
                (["--cap-add", "cap_sys_time"], standard.union(["SYS_TIME"])),
                (["--cap-drop", "CHOWN", "--cap-drop", "NET_RAW"], standard.subtracting(["CHOWN", "NET_RAW"])),
                (["--cap-drop", "ALL"], []),
                (["--cap-drop", "ALL", "--cap-add", "NET_BIND_SERVICE"], ["NET_BIND_SERVICE"]),
                (["--userns", "auto"], standard),
            ] as [([String], Set<String>)])
        func ofRoot(options: [String], expected: Set<String>) throws {
            let report = try skiff.probe(options, only: "capabilities")
            for set in ["effective", "permitted", "bounding"] { #expect(names(report, set) == expected, "\(set)") }
            for set in ["inheritable", "ambient"] { #expect(names(report, set) == [], "\(set)") }
        }

        @Test("another user has none, and can get no more than the default ones")
        func ofAnotherUser() throws {
            let report = try skiff.probe(["--user", "user"], only: "capabilities")
            for set in ["effective", "permitted", "inheritable", "ambient"] {
                #expect(names(report, set) == [], "\(set)")
            }
            #expect(names(report, "bounding") == Self.standard)
        }

        @Test("all capabilities are all that skiff itself has", arguments: [["--privileged"], ["--cap-add", "ALL"]])
        func all(options: [String]) throws {
            let report = try skiff.probe(options, only: "capabilities")
            for set in ["effective", "permitted", "bounding"] {
                let bits = report[set]["hex"].string.flatMap { UInt64($0.dropFirst(2), radix: 16) }
                #expect(bits == Host.permittedCapabilities, "\(set)")
            }
        }

        @Test("a capability that doesn't exist is refused by name", arguments: ["--cap-add", "--cap-drop"])
        func unknown(flag: String) throws {
            let result = try skiff.run("run", "--rm", flag, "CAP_FLY", "busybox", "true")
            #expect(result.exitCode == 125)
            #expect(result.errorText.contains("CAP_FLY"))
        }

        @Test("the kernel says the same outside")
        func outside() throws {
            try skiff.withContainer { container in
                let status = try container.processFile("status")
                for line in [
                    "CapEff:\t00000000a80425fb", "CapBnd:\t00000000a80425fb", "CapInh:\t0000000000000000",
                    "Seccomp:\t2", "NoNewPrivs:\t0",
                ] {
                    #expect(status.contains(line), "\(line)")
                }
            }
        }

        @Test(
            "privileges may be given up for good",
            arguments: [([], false), (["--security-opt", "no-new-privileges"], true)] as [([String], Bool)])
        func noNewPrivileges(options: [String], expected: Bool) throws {
            let report = try skiff.probe(options, only: "privileges")
            #expect(report["no_new_privs"].boolean == expected)
            #expect(report["seccomp"].string == "filter")
        }

        @Test(
            "the process dies with its supervisor, whoever it became",
            arguments: [[], ["--user", "1000"], ["--userns", "auto"]])
        func parentDeathSignal(options: [String]) throws {
            #expect(try skiff.probe(options, only: "privileges")["parent_death_signal"].number == 9)
        }

        @Test("the session keyring is the container's own")
        func keyring() throws {
            let options = ["--security-opt", "seccomp=unconfined"]
            let first = try skiff.probe(options, only: "privileges")
            let second = try skiff.probe(options, only: "privileges")
            #expect(first["session_keyring_description"].string?.contains(";_ses") == true)
            #expect(first["session_keyring"] != second["session_keyring"])
        }

        @Test("the score for the out-of-memory killer is set", arguments: ["0", "300", "1000"])
        func oomScore(adjustment: String) throws {
            let report = try skiff.probe(["--oom-score-adj", adjustment], only: "privileges")
            #expect(report["oom_score_adj"].number == Int64(adjustment))
        }

        @Test("root may spare a container from the out-of-memory killer", .requiresSysResource)
        func lowOOMScore() throws {
            let report = try skiff.probe(["--oom-score-adj", "-500"], only: "privileges")
            #expect(report["oom_score_adj"].number == -500)
        }

        private func names(_ report: JSON, _ set: String) -> Set<String> { Set(report[set]["names"].strings) }
    }
}

import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The system-call filter")
    struct SeccompTests {
        private let skiff = Skiff.current

        private static let refused = [
            "acct", "add_key", "bpf", "clock_settime", "delete_module", "finit_module", "fsconfig", "fsmount", "fsopen",
            "fspick",
            "init_module", "io_uring_enter", "io_uring_setup", "kcmp", "kexec_load", "keyctl", "mount",
            "mount_setattr", "move_mount", "open_by_handle_at", "open_tree", "perf_event_open", "pivot_root",
            "quotactl",
            "reboot", "request_key", "setdomainname", "sethostname", "setns", "settimeofday", "socket-alg",
            "socket-vsock",
            "swapoff", "swapon", "syslog", "umount2", "unshare", "unshare-user", "userfaultfd",
        ]

        @Test("what the default profile leaves out is refused with EPERM")
        func standard() throws {
            let answers = try skiff.probe([], ["--syscalls", Self.refused.joined(separator: ",")])["syscalls"]
            for name in Self.refused { #expect(answers[name].string == "EPERM", "\(name)") }
        }

        @Test("clone3 doesn't exist, so that the C library falls back to what a filter can look into")
        func clone3() throws {
            #expect(try skiff.probe([], ["--syscalls", "clone3"])["syscalls"]["clone3"].string == "ENOSYS")
        }

        @Test("what ordinary programs call goes through to the kernel")
        func allowed() throws {
            let answers = try skiff.probe([], ["--syscalls", "chroot,name_to_handle_at,personality,ptrace"])["syscalls"]
            #expect(answers["chroot"].string == "EFAULT")
            #expect(answers["name_to_handle_at"].string != "EPERM")
            #expect(answers["personality"].string == "OK")
            #expect(answers["ptrace"].string == "ESRCH")
        }

        #if arch(x86_64)
            @Test("the kernel's other doors are watched too")
            func otherABIs() throws {
                let names = ["ioperm", "iopl", "mount-x32", "mount-i386"]
                let answers = try skiff.probe([], ["--syscalls", names.joined(separator: ",")])["syscalls"]
                for name in names { #expect(["EPERM", "ENOSYS"].contains(answers[name].string), "\(name)") }
            }
        #endif

        @Test(
            "without the filter the kernel itself answers",
            arguments: [["--security-opt", "seccomp=unconfined"], ["--privileged"]])
        func unconfined(options: [String]) throws {
            #expect(try skiff.probe(options, only: "privileges")["seccomp"].string == "disabled")
            let answers = try skiff.probe(options, ["--syscalls", "keyctl,unshare,socket-alg"])["syscalls"]
            #expect(answers["keyctl"].string == "EOPNOTSUPP")
            #expect(answers["unshare"].string == "OK")
            #expect(answers["socket-alg"].string != "EPERM")
        }

        @Test("a capability brings the calls that are of no use without it")
        func capability() throws {
            let names = "mount,unshare,setns,reboot"
            let answers = try skiff.probe(["--cap-add", "SYS_ADMIN"], ["--syscalls", names])["syscalls"]
            #expect(answers["mount"].string == "EFAULT")
            #expect(answers["unshare"].string == "OK")
            #expect(answers["setns"].string == "EBADF")
            #expect(answers["reboot"].string == "EPERM")
        }

        @Test(
            "a profile from a file takes the default one's place",
            arguments: [[], ["--security-opt", "no-new-privileges"]])
        func profile(options: [String]) throws {
            try withTemporaryDirectory { directory in
                let file = "\(directory)/profile.json"
                try HostFile.write(
                    """
                    {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
                        {"names": ["keyctl"], "action": "SCMP_ACT_ERRNO", "errnoRet": 71},
                        {"names": ["add_key", "mseal"], "action": "SCMP_ACT_ERRNO"}]}
                    """, to: file)
                let words = ["--syscalls", "keyctl,add_key,unshare"]
                let answers = try skiff.probe(options + ["--security-opt", "seccomp=\(file)"], words)["syscalls"]
                #expect(answers["keyctl"].string == "EPROTO")
                #expect(answers["add_key"].string == "EPERM")
                #expect(answers["unshare"].string == "OK")
            }
        }

        @Test("a call that no kernel has is refused by its place")
        func unknownCall() throws {
            try withTemporaryDirectory { directory in
                let file = "\(directory)/profile.json"
                try HostFile.write(
                    """
                    {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
                        {"names": ["keyctl", "no_such_call"], "action": "SCMP_ACT_ERRNO"}]}
                    """, to: file)
                let result = try skiff.run("run", "--rm", "--security-opt", "seccomp=\(file)", "busybox", "true")
                #expect(result.exitCode == 125)
                #expect(result.errorText.contains("syscalls[0].names[1]: unknown system call \"no_such_call\""))
            }
        }

        @Test(
            "a profile that is none is refused by name",
            arguments: ["", "{", "[]", #"{"defaultAction": "SCMP_ACT_SING"}"#])
        func badProfile(text: String) throws {
            try withTemporaryDirectory { directory in
                let file = "\(directory)/profile.json"
                try HostFile.write(text, to: file)
                let result = try skiff.run("run", "--rm", "--security-opt", "seccomp=\(file)", "busybox", "true")
                #expect(result.exitCode == 125)
                #expect(result.errorText.contains(file))
            }
        }
    }
}

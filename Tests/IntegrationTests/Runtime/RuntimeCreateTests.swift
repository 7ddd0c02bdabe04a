import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("create of the runtime")
    struct RuntimeCreateTests {
        @Test("writes the process's id, and nothing else, to the pid file")
        func pidFile() throws {
            try Bundle.with { bundle in
                let file = "\(bundle.directory)/pid"
                try HostFile.write("something longer than a number\n", to: file)
                try bundle.create(["--pid-file", file])
                #expect(try HostFile.bytes(file) == Array("\(bundle.pid())".utf8))
                try bundle.run("delete", "--force", bundle.id).succeeded()
                // Relative to the caller's working directory, not to the bundle.
                try bundle.script("cd $directory && runtime create --bundle bundle --pid-file here $id")
                    .run(writingTo: "\(bundle.directory)/output").succeeded()
                #expect(try HostFile.text("\(bundle.directory)/here") == "\(bundle.pid())")
            }
        }

        @Test("refuses a pid file that can't be written, and leaves nothing")
        func badPidFile() throws {
            try Bundle.with { bundle in
                let words = [
                    "create", "--bundle", bundle.path, "--pid-file", "\(bundle.directory)/none/pid", bundle.id,
                ]
                try bundle.expectRefusal(words, ["none/pid", "no such file"])
            }
        }

        @Test("makes the pid file anew, whatever somebody has put where it is written beforehand")
        func plantedPidFile() throws {
            try Bundle.with { bundle in
                let script = """
                    cd $directory; echo planted >.pid.$$; chown 12345 .pid.$$
                    exec '\(Installation.executables)/skiff-runtime' --root state create -b bundle --pid-file pid $id
                    """
                try bundle.script(script).run(writingTo: "\(bundle.directory)/output").succeeded()
                #expect(try HostFile.status("\(bundle.directory)/pid").st_uid == 0)
                #expect(try HostFile.text("\(bundle.directory)/pid") == "\(bundle.pid())")
            }
        }

        @Test("reads a configuration that is a link")
        func linkedConfiguration() throws {
            try Bundle.with(["true"]) { bundle in
                let script = "cd $bundle; mv config.json ../real; ln -s ../real config.json; runtime run -b . $id"
                try bundle.script(script).run().succeeded()
            }
        }

        @Test("hands the terminal's master to the socket")
        func console() throws {
            try Bundle.with(["sh", "-c", "echo one; stty size; read line; echo got $line"]) { configuration in
                configuration["process"]["terminal"] = true
                configuration["process"]["consoleSize"] = ["height": 40, "width": 100]
            } _: { bundle in
                let socket = try DescriptorSocket("console", in: bundle.directory)
                try bundle.create(["--console-socket", "\(bundle.directory)/console"])
                let message = try socket.receive()
                #expect(!message.text.isEmpty)
                var screen = message.reader()
                try bundle.run("start", bundle.id).succeeded()
                try screen.wait(for: "40 100\r\n")
                #expect(screen.text == "one\r\n40 100\r\n")
                try screen.descriptor.write("hello\n")
                try screen.wait(for: "got hello\r\n")
                try bundle.wait(for: "stopped")
            }
        }

        @Test("refuses a terminal without a socket, and a socket without a terminal")
        func consoleMismatch() throws {
            try Bundle.with { bundle in
                let socket = "\(bundle.directory)/console"
                let create = ["create", "--bundle", bundle.path, bundle.id]
                try bundle.expectRefusal(create + ["--console-socket", socket], ["--console-socket"])
                try bundle.configure { $0["process"]["terminal"] = true }
                try bundle.expectRefusal(create, ["--console-socket"])
                try bundle.expectRefusal(["run", "-d"] + create.dropFirst(), ["--console-socket"])
                try bundle.expectRefusal(create + ["--console-socket", socket], [socket, "no such file"])
            }
        }

        @Test("hands a pidfd of the process to the socket")
        func processDescriptor() throws {
            try Bundle.with { bundle in
                let socket = try DescriptorSocket("pidfd", in: bundle.directory)
                try bundle.create(["--pidfd-socket", "\(bundle.directory)/pidfd"])
                let message = try socket.receive()
                let information = try HostFile.text("/proc/self/fdinfo/\(message.descriptor.number)")
                #expect(try information.split(separator: "\n").contains("Pid:\t\(bundle.pid())"), "\(information)")
            }
        }

        @Test("passes the descriptors that are to be preserved, and no other")
        func descriptors() throws {
            try Bundle.with(["sh", "-c", "ls /proc/self/fd; cat <&4"]) { bundle in
                try HostFile.write("four", to: "\(bundle.directory)/file")
                let open = "exec 3</dev/null 4<$directory/file 5<$directory 9<$directory; "
                // ls has the directory itself open, as the first number that is free.
                for (count, seen) in [(2, "0\n1\n2\n3\n4\n5\nfour"), (0, "0\n1\n2\n3")] {
                    let result = try bundle.script(open + "runtime run --preserve-fds \(count) -b $bundle $id").run()
                    #expect(result.text == seen, "\(count): \(result)")
                }
            }
        }

        @Test("refuses to preserve descriptors that are not open")
        func closedDescriptors() throws {
            try Bundle.with { bundle in
                let before = try RuntimeSnapshot(of: bundle)
                for count in ["1", "2", "1000"] {
                    let result = try bundle.script("runtime create --preserve-fds \(count) -b $bundle $id").run()
                    #expect(result.exitCode == 1 && result.errorText.contains("is not open"), "\(result)")
                }
                for count in ["-1", "x", "2000000000", "99999999999999999999"] {
                    let result = try bundle.script("runtime create --preserve-fds \(count) -b $bundle $id").run()
                    #expect(result.exitCode != 0 && result.errorText.contains("preserve-fds"), "\(result)")
                }
                try bundle.expectHost(unchangedSince: before)
            }
        }

        @Test("makes the same container without pivot_root, and with the caller's keyring")
        func otherWays() throws {
            try Bundle.with(["sh", "-c", "ls -d /bin /usr; ls /..; cat /proc/keys | wc -l"]) { bundle in
                let plain = try bundle.run("run", "--bundle", bundle.path, bundle.id)
                #expect(plain.text.hasPrefix("/bin\nbin\ndev\netc\nproc\nsys\ntmp\n"), "\(plain)")
                let result = try bundle.run(
                    "run", "--no-pivot", "--no-new-keyring", "--no-subreaper", "--bundle", bundle.path, bundle.id)
                #expect(result.text == plain.text, "\(result)")
            }
        }

        @Test("shows an exec the container's root, also without pivot_root", arguments: [false, true])
        func otherRoot(hasHooks: Bool) throws {
            try Bundle.with {
                // With hooks the root stands where the bundle has it until they have run.
                if hasHooks { $0["hooks"]["createRuntime"] = [["path": "/bin/true"]] }
            } _: { bundle in
                try bundle.create(["--no-pivot"])
                try bundle.run("start", bundle.id).succeeded()
                let result = try bundle.run("exec", bundle.id, "/bin/ls", "/", "/..", "/proc/1/root/")
                #expect(
                    Set(result.text.split(separator: "\n").suffix(6)) == ["bin", "dev", "etc", "proc", "sys", "tmp"])
                #expect(!result.text.contains("usr"), "\(result)")
            }
        }

        @Test("gives the process its own standard streams, and writes nothing there itself")
        func streams() throws {
            try Bundle.with(["sh", "-c", "cat; echo out; echo error >&2"]) { bundle in
                let script = """
                    cd $directory; echo input >in
                    runtime create -b bundle $id <in >out 2>error || exit
                    test ! -s out && test ! -s error || exit 98
                    runtime start $id >start 2>&1 </dev/null || exit
                    test ! -s start || exit 99
                    """
                try bundle.script(script).run().succeeded()
                try bundle.wait(for: "stopped")
                #expect(try HostFile.text("\(bundle.directory)/out") == "input\nout")
                #expect(try HostFile.text("\(bundle.directory)/error") == "error")
            }
        }

        @Test("needs no PATH, no HOME, no terminal and no particular directory, and takes a relative bundle")
        func bareEnvironment() throws {
            try Bundle.with(["sh", "-c", "echo ran; env"]) { bundle in
                for directory in ["/", "$directory", "$bundle", "$bundle/rootfs"] {
                    let script = """
                        cd \(directory)
                        exec env -i SKIFF_TEST=$directory _OCI_SYNCPIPE=3 \(Installation.executables)/skiff-runtime \
                          --root \(bundle.root) run --bundle "$(realpath --relative-to=. "$bundle")" $id
                        """
                    let result = try bundle.script(script).run()
                    #expect(result.exitCode == 0 && result.lines.first == "ran", "\(directory): \(result)")
                    #expect(!result.text.contains("_OCI_SYNCPIPE"), "\(result)")
                }
            }
        }

        @Test("takes the working directory for the bundle")
        func defaultBundle() throws {
            try Bundle.with(["true"]) { bundle in
                try bundle.script("cd $bundle && runtime run $id").run().succeeded()
                let result = try bundle.script("cd $directory && runtime run $id").run()
                #expect(result.exitCode == 1 && result.errorText.contains("config.json"), "\(result)")
            }
        }
    }
}

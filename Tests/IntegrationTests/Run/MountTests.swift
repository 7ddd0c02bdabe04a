import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Mounts that a user asks for")
    struct MountTests {
        private let skiff = Skiff.current

        @Test("a directory of the host is read and written", arguments: [
            { ["-v", "\($0):/data"] }, { ["--mount", "type=bind,source=\($0),target=/data"] }, { ["-v", "\($0):/deep/er/../data:rw", "-v", "\($0):/data"] },
        ] as [@Sendable (String) -> [String]])
        func readWrite(options: @Sendable (String) -> [String]) throws {
            try withTemporaryDirectory { directory in
                try HostFile.write("from outside\n", to: "\(directory)/in")
                #expect(try skiff.shell(options(directory), "cat /data/in; echo from inside >/data/out").text == "from outside")
                #expect(try HostFile.text("\(directory)/out") == "from inside")
            }
        }

        @Test("a read-only one takes nothing", arguments: [
            { ["-v", "\($0):/data:ro"] }, { ["--mount", "type=bind,src=\($0),dst=/data,readonly"] },
        ] as [@Sendable (String) -> [String]])
        func readOnly(options: @Sendable (String) -> [String]) throws {
            try withTemporaryDirectory { directory in
                let result = try skiff.shell(options(directory), "touch /data/x")
                #expect(result.exitCode == 1)
                #expect(result.errorText.contains("Read-only file system"))
                #expect(HostFile.names(in: directory) == [])
            }
        }

        @Test("one file is mounted over one file")
        func file() throws {
            try withTemporaryDirectory { directory in
                try HostFile.write("mine\n", to: "\(directory)/file")
                let result = try skiff.shell(["-v", "\(directory)/file:/etc/passwd:ro", "-v", "\(directory)/file:/new/file"], "cat /etc/passwd /new/file")
                #expect(result.lines == ["mine", "mine"])
            }
        }

        @Test("a directory that is absent is made for -v, and refused for --mount")
        func absentSource() throws {
            try withTemporaryDirectory { directory in
                #expect(try skiff.shell(["-v", "\(directory)/new/er:/data"], "ls /data").exitCode == 0)
                #expect(HostFile.names(in: directory) == ["new"])
                let result = try skiff.shell(["--mount", "type=bind,source=\(directory)/none,target=/data"], "true")
                #expect(result.exitCode == 125)
                #expect(result.errorText.contains("\(directory)/none"))
            }
        }

        @Test("memory is mounted with the size and mode asked", arguments: [
            ["--tmpfs", "/cache:size=1m,mode=0700"], ["--mount", "type=tmpfs,target=/cache,tmpfs-size=1m,tmpfs-mode=700"],
        ])
        func tmpfs(options: [String]) throws {
            let script = "stat -c %a /cache; head -c 2000000 /dev/zero >/cache/x; stat -c %s /cache/x; grep ' /cache ' /proc/mounts"
            let result = try skiff.shell(options, script)
            #expect(result.lines.prefix(2) == ["700", "1048576"])
            for flag in ["nosuid", "nodev", "noexec"] { #expect(result.lines.last?.contains(flag) == true) }
        }

        @Test("outer mounts come before inner ones, whatever their order")
        func nesting() throws {
            try withTemporaryDirectory { directory throws in
                let options = ["--tmpfs", "/data/inner", "-v", "\(directory):/data"]
                #expect(try skiff.shell(options, "touch /data/inner/x /data/y; ls /data /data/inner").lines == ["/data:", "inner", "y", "", "/data/inner:", "x"])
                #expect(HostFile.names(in: directory) == ["inner", "y"])
                #expect(HostFile.names(in: "\(directory)/inner") == [])
            }
        }

        @Test("a read-only mount is so beneath, too")
        func recursivelyReadOnly() throws {
            try withTemporaryDirectory { directory in
                let script = """
                    mkdir \(directory)/below && mount -t tmpfs tmpfs \(directory)/below && \
                    "$@" -v \(directory):/data:ro busybox touch /data/below/x
                    """
                let words = skiff.program(["run", "--rm"])
                var shell = Program("unshare", ["-m", "sh", "-c", script, "sh", words.path] + words.arguments)
                shell.environment = words.environment
                let result = try shell.run()
                #expect(result.errorText.contains("Read-only file system"), "\(result)")
            }
        }

        @Test("a mount over /proc, on / or by no path is refused", arguments: ["/etc:/proc/sys", "/etc:/", "/etc:data", "/etc:/data:sing"])
        func refused(volume: String) throws {
            let result = try skiff.run("run", "--rm", "-v", volume, "busybox", "true")
            #expect(result.exitCode == 125)
            #expect(!result.error.isEmpty)
        }

        @Test("what a container writes is its own")
        func ownLayer() throws {
            #expect(try skiff.shell([], "echo changed >/etc/shells; rm -r /usr/share/layers; ls /usr/share; cat /etc/shells").lines == ["changed"])
            #expect(try skiff.shell([], "head -n 1 /etc/shells; ls /usr/share").lines == ["/bin/sh", "layers"])
        }
    }
}

import Crypto
import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// The runtime's own file and descriptors, seen by a container.
    @Suite("The runtime's own file")
    struct RuntimeFileTests {
        private static let path = "\(Installation.executables)/skiff-runtime"

        /// Everything that writing to the file would change.
        private func identity() throws -> String {
            let file = try Descriptor.open(Self.path, .readOnly)
            let status = try file.status(name: Self.path)
            let bytes = try file.readToEnd(limit: 256 << 20, name: Self.path)
            return
                "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(SHA256.hash(data: bytes))"
        }

        @Test("CVE-2019-5736: is not overwritten through #!/proc/self/exe")
        func interpreter() throws {
            let before = try identity()
            try Skiff.current.withImage([.file("attack", "#!/proc/self/exe\n", mode: 0o755)]) { image in
                let result = try Skiff.current.run("run", "--rm", image, "/attack")
                #expect(result.exitCode == 1 && result.errorText.contains("not a skiff-runtime command"), "\(result)")
            }
            let help = try Skiff.current.run("run", "--rm", "busybox", "/proc/self/exe")
            #expect(help.exitCode == 0 && help.text.contains("Usage:  skiff-runtime"), "\(help)")
            #expect(try identity() == before)
        }

        @Test("CVE-2019-5736: is not overwritten through /proc/1/exe while it is the container's init")
        func initProcess() throws {
            let before = try identity()
            let result = try Skiff.current.shell(
                ["--init", "--cap-add", "SYS_PTRACE"],
                """
                readlink /proc/1/exe
                exec 9</proc/1/exe
                for file in /proc/1/exe /proc/self/fd/9 /sbin/skiff-init; do (echo x >> $file) 2>&1; (: > $file) 2>&1; done
                rm -f /sbin/skiff-init 2>&1; chmod 777 /sbin/skiff-init 2>&1
                """)
            #expect(result.lines.first == "/sbin/skiff-init", "\(result)")
            // Busy while it runs; read-only for who waits until it has ended.
            #expect(result.lines.count { $0.contains("Read-only file system") } == 4, "\(result)")
            #expect(result.lines.count { $0.contains("busy") } == 4, "\(result)")
            #expect(try identity() == before)
        }

        @Test("CVE-2016-9962: leaves the first process no descriptor of its own")
        func descriptors() throws {
            let result = try Skiff.current.shell(["--init"], "ls /proc/1/fd; ls /proc/self/fd").succeeded()
            // ls itself has the directory open.
            #expect(result.lines == ["0", "1", "2", "0", "1", "2", "3"], "\(result)")
        }

        @Test("CVE-2019-14271: loads no library, neither it nor skiff", arguments: ["skiff", "skiff-runtime"])
        func isStatic(name: String) throws {
            let bytes = try Descriptor.open("\(Installation.executables)/\(name)", .readOnly).readToEnd(
                limit: 256 << 20)
            // The 64-bit ELF header (elf(5)): the program headers' offset, size and count.
            let offset = number(bytes, at: 32, 8)
            let size = number(bytes, at: 54, 2)
            let types = (0..<number(bytes, at: 56, 2)).map { number(bytes, at: offset + $0 * size, 4) }
            let (load, interpreter) = (1, 3)
            #expect(types.contains(load) && !types.contains(interpreter))
        }

        private func number(_ bytes: [UInt8], at offset: Int, _ count: Int) -> Int {
            bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }

        @Test("CVE-2020-15257: listens to no abstract socket, which any container of the host's network could reach")
        func abstractSockets() throws {
            try Skiff.current.withContainer(["--network", "host"]) { container in
                let names = try HostFile.text("/proc/net/unix").split(separator: "\n").filter {
                    $0.contains(" @") && $0.contains("skiff")
                }
                #expect(names == [], "while \(container.name) runs")
            }
        }
    }
}

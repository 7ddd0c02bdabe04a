import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// What was open before execve(2) is no way out (CVE-2024-21626).
    @Suite("CVE-2024-21626: a path through /proc/self/fd")
    struct DescriptorTests {
        static let numbers = 0...63
        private static let top = "../../../../../../../../../../.."

        @Test("is no working directory, of a container or of an image")
        func workingDirectory() throws {
            for number in Self.numbers {
                let path = "/proc/self/fd/\(number)"
                let result = try Skiff.current.run(
                    "run", "--rm", "-w", path, "busybox", "cat", "\(Self.top)/etc/hostname")
                #expect(result.exitCode == 125 && result.errorText.contains("directory \(path):"), "\(result)")
            }
            try Skiff.current.withImage(config: #"{"WorkingDir":"/proc/self/fd/7","Cmd":["true"]}"#) { image in
                try Skiff.current.expectRefusal(["run", "--rm", image], 125, ["directory /proc/self/fd/7:"])
            }
        }

        @Test("is no command, and no interpreter of one")
        func command() throws {
            try withTemporaryDirectory { outside in
                try Descriptor.open(outside, [.directory])
                    .writeFile(
                        "program", Descriptor.open("/bin/busybox", .readOnly).readToEnd(limit: 8 << 20), mode: 0o755)
                for number in Self.numbers {
                    let path = "/proc/self/fd/\(number)/\(Self.top)\(outside)/program"
                    let result = try Skiff.current.run("run", "--rm", "busybox", path, "echo", "escaped")
                    #expect(result.exitCode == 127 && result.output.isEmpty, "\(number): \(result)")
                }
                let scripts = Self.numbers.map {
                    TarEntry.file("\($0)", "#!/proc/self/fd/\($0)/\(Self.top)\(outside)/program echo\n", mode: 0o755)
                }
                try Skiff.current.withImage(scripts) { image in
                    for number in Self.numbers {
                        let result = try Skiff.current.run("run", "--rm", image, "/\(number)")
                        #expect(result.exitCode == 127 && result.output.isEmpty, "\(number): \(result)")
                    }
                }
            }
        }

        @Test("is no mount's target")
        func mountTarget() throws {
            for number in Self.numbers {
                let result = try Skiff.current.run(
                    "run", "--rm", "--tmpfs", "/x/\(number)", "-v", "/tmp:/dev/fd/\(number)/x", "busybox", "true")
                #expect(result.exitCode == 0 || result.exitCode == 125, "\(number): \(result)")
            }
        }
    }
}

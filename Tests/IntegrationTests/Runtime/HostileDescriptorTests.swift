import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// A directory of the host's that is open when a command is looked for
    /// leads out of the root (CVE-2024-21626).
    @Suite("Whatever descriptors the runtime is started with, it")
    struct HostileDescriptorTests {
        /// The host's busybox, which needs no library, by way of the descriptor.
        static func hostProgram(through number: Int) -> String {
            "/proc/self/fd/\(number)/" + String(repeating: "../", count: 30) + "usr/bin/busybox"
        }

        @Test(
            "lets no command out through a standard stream that was closed",
            arguments: ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
        func closedStreams(redirection: String) throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                for number in 0...4 {
                    let command = Self.hostProgram(through: number)
                    let result = try bundle.script("runtime exec $id \(command) true \(redirection)").run()
                    #expect(result.exitCode == 255, "exec by \(number): \(result)")
                }
                try bundle.run("delete", "--force", bundle.id).succeeded()
                for number in 0...4 {
                    try bundle.configure {
                        $0["process"]["args"] = [.string(Self.hostProgram(through: number)), "true"]
                    }
                    let result = try bundle.script("runtime run -b $bundle $id \(redirection)").run()
                    #expect(result.exitCode == 1, "run by \(number): \(result)")
                }
            }
        }

        @Test("gives a container /dev/null for a standard stream that was closed")
        func standIns() throws {
            try Bundle.with(["ls", "-l", "/proc/self/fd/0", "/proc/self/fd/2"]) { bundle in
                let result = try bundle.script("runtime run -b $bundle $id <&- 2>&-").run()
                #expect(result.lines.count == 2 && result.lines.allSatisfy { $0.hasSuffix(" /dev/null") }, "\(result)")
            }
        }

        @Test("passes on no descriptor that it opened itself")
        func ownDescriptors() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                for count in 1...3 {
                    let words = "--preserve-fds \(count) $id \(Self.hostProgram(through: 2 + count)) true"
                    let result = try bundle.script("runtime exec \(words)").run()
                    #expect(result.exitCode == 255 && result.errorText.contains("is not open"), "\(result)")
                }
                let result = try bundle.script("runtime create --preserve-fds 1 -b $bundle $id-2").run()
                #expect(result.exitCode == 1 && result.errorText.contains("descriptor 3 is not open"), "\(result)")
            }
        }
    }
}

import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// Images in which a link stands where the engine or the launcher works.
    @Suite("An image with links that lead out")
    struct LinkedImageTests {
        /// How a link may try to leave the root.
        static let ways = ["", "../../../../../../../../../.."]

        /// Runs the options on the image; whatever comes of it, the canary lives.
        private func run(
            _ entries: (_ target: (String) -> String) -> [TarEntry], options: [String] = [],
            _ command: [String] = ["/bin/busybox", "true"],
            expecting: (ProgramResult) throws -> Void = { _ in }
        ) throws {
            for way in Self.ways {
                try withTemporaryDirectory { outside in
                    let canary = try Canary(in: outside)
                    try Skiff.current.withImage(entries { "\(way)\(outside)/\($0)" }) { image in
                        let result = try Skiff.current.run(
                            ["run", "--rm"] + options + [image] + command.map { $0.replacing("OUTSIDE", with: outside) }
                        )
                        #expect(result.exitCode == 0 || result.exitCode == 125, "\(result)")
                        try expecting(result)
                        try canary.expectIntact()
                    }
                }
            }
        }

        @Test(
            "in place of a directory that is mounted over reaches nothing",
            arguments: ["dev", "proc", "sys", "dev/shm", "dev/pts", "sys/fs"])
        func directories(path: String) throws {
            try run { target in [.symbolicLink(path, to: target("directory"))] }
        }

        @Test("CVE-2019-19921, CVE-2023-27561: in place of /proc or /sys is refused", arguments: ["proc", "sys"])
        func kernelDirectories(path: String) throws {
            try run { _ in
                [.directory("other"), .symbolicLink(path, to: "other")]
            } expecting: { result in
                #expect(
                    result.exitCode == 125 && result.errorText.contains("on /\(path): a symbolic link"), "\(result)")
            }
        }

        @Test("in place of a device or the console reaches nothing", arguments: ["null", "console", "ptmx", "tty"])
        func devices(name: String) throws {
            try run { target in [.directory("dev"), .symbolicLink("dev/\(name)", to: target("null"))] }
            try run { target in [.directory("dev"), .symbolicLink("dev/\(name)", to: target("new"))] }
        }

        @Test(
            "CVE-2018-15664: in place of /etc/passwd or /etc/group names no user of the host",
            arguments: ["passwd", "group"])
        func accounts(file: String) throws {
            try run { target in
                [.directory("etc"), .symbolicLink("etc/\(file)", to: target("passwd"))]
            }
            try withTemporaryDirectory { outside in
                let account = file == "passwd" ? "evil:x:4242:4242::/:/bin/sh\n" : "evil:x:4242:\n"
                try Descriptor.open(outside, [.directory]).writeFile("accounts", Array(account.utf8))
                let link = TarEntry.symbolicLink("etc/\(file)", to: "\(outside)/accounts")
                try Skiff.current.withImage([.directory("etc"), link]) { image in
                    try Skiff.current.expectRefusal(
                        ["run", "--rm", "-u", file == "passwd" ? "evil" : "0:evil", image, "true"], 125, ["\"evil\""])
                }
            }
        }

        @Test(
            "CVE-2021-30465: in place of a mount's target stays inside",
            arguments: ["target", "target/below", "target/below/deep"])
        func mountTargets(path: String) throws {
            try withTemporaryDirectory { volume in
                try Descriptor.open(volume, [.directory]).writeFile("marker", [65])
                for link in ["directory", "new", "passwd"] {
                    try run(
                        { target in [.symbolicLink("target", to: target(link))] },
                        options: ["-v", "\(volume):/\(path)"])
                    try run(
                        { target in [.symbolicLink("target", to: target(link))] }, options: ["--tmpfs", "/\(path)"])
                    try run(
                        { target in [.symbolicLink("target", to: target(link))] },
                        options: ["-v", "\(volume)/marker:/\(path)"])
                }
            }
        }

        @Test("in place of the working directory enters nothing outside")
        func workingDirectory() throws {
            try run(
                { target in [.symbolicLink("work", to: target("directory"))] }, options: ["-w", "/work"],
                ["sh", "-c", "echo x > new"])
        }

        @Test("in place of the command runs nothing outside")
        func command() throws {
            try withTemporaryDirectory { outside in
                try Descriptor.open(outside, [.directory])
                    .writeFile(
                        "program", Descriptor.open("/bin/busybox", .readOnly).readToEnd(limit: 8 << 20), mode: 0o755)
                for way in Self.ways {
                    try Skiff.current.withImage([.symbolicLink("run", to: "\(way)\(outside)/program")]) { image in
                        try Skiff.current.expectRefusal(
                            ["run", "--rm", image, "/run", "true"], 127, ["/run", "not found"])
                    }
                }
            }
        }

        @Test(
            "CVE-2025-31133, CVE-2025-52565: in a volume over /dev masks and reaches nothing",
            arguments: ["null", "console", "pts", "ptmx", "full"])
        func volumeOverDevices(name: String) throws {
            try withTemporaryDirectory { outside in
                let canary = try Canary(in: outside)
                for target in [
                    "\(outside)/null", "\(outside)/new", "/proc/sys/kernel/core_pattern", "../proc/sysrq-trigger",
                ] {
                    try withTemporaryDirectory { devices in
                        try Descriptor.open(devices, [.directory]).makeSymbolicLink(name, to: target)
                        let pattern = try HostFile.text("/proc/sys/kernel/core_pattern")
                        let script = "cat /proc/kcore /proc/timer_list | wc -c; echo x > /proc/sys/kernel/core_pattern"
                        for terminal in [[], ["-t"]] {
                            let result = try Skiff.current.run(
                                ["run", "--rm"] + terminal + ["-v", "\(devices):/dev", "busybox", "sh", "-c", script])
                            if result.exitCode != 125 {
                                #expect(result.lines.first?.hasPrefix("0") == true, "\(name) \(target): \(result)")
                                #expect(
                                    result.text.contains("ead-only") || result.errorText.contains("ead-only"),
                                    "\(result)")
                            }
                        }
                        #expect(try HostFile.text("/proc/sys/kernel/core_pattern") == pattern)
                        try canary.expectIntact()
                    }
                }
            }
        }

        @Test(
            "CVE-2025-52881: in place of a volume's target turns no kernel parameter into a file",
            arguments: ["/proc", "/proc/sys", "/proc/sys/net"])
        func parameters(target: String) throws {
            try withTemporaryDirectory { volume in
                let path = "/proc/sys/net/ipv4/ip_forward".dropFirst(target.count + 1).split(separator: "/").map(
                    String.init)
                var directory = try Descriptor.open(volume, [.directory])
                for name in path.dropLast() { directory = try directory.makeAndOpenDirectory(name) }
                try directory.writeFile("ip_forward", Array("canary".utf8))
                let host = try HostFile.text("/proc/sys/net/ipv4/ip_forward")
                try Skiff.current.withImage([.symbolicLink("target", to: target)]) { image in
                    let result = try Skiff.current.run(
                        "run", "--rm", "-v", "\(volume):/target", "--sysctl", "net.ipv4.ip_forward=1", image,
                        "/bin/busybox", "true")
                    #expect(result.exitCode == 0 || result.exitCode == 125, "\(result)")
                }
                #expect(try String(decoding: directory.readFile("ip_forward"), as: UTF8.self) == "canary")
                #expect(try HostFile.text("/proc/sys/net/ipv4/ip_forward") == host)
            }
        }
    }
}

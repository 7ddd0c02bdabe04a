import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// A second process changes paths of the root file system, and of a volume,
    /// while containers are made of them.
    @Suite("Paths that are exchanged while the runtime walks them")
    struct HostileExchangeTests {
        /// Exchanges two entries of each directory (renameat2(2)
        /// RENAME_EXCHANGE) until there is a file `stop` in the first, 10,000
        /// times at least, then says how often.
        private static let exchanger = """
            import ctypes, os, sys
            libc = ctypes.CDLL(None)
            directories = [os.open(path, os.O_DIRECTORY) for path in sys.argv[1:]]
            print('ready', flush=True)
            rounds = 0
            while rounds < 10000 or not os.path.exists(sys.argv[1] + '/stop'):
                for _ in range(100):
                    for directory in directories:
                        if libc.renameat2(directory, b'path', directory, b'link', 2) != 0: sys.exit(1)
                rounds += 100
            print('rounds', rounds, flush=True)
            """

        private func edit(_ configuration: inout JSON, volume: String, source: String) {
            let mounts: [JSON] = [
                [
                    "destination": "/path/directory", "type": "bind", "source": .string(source),
                    "options": ["bind", "ro"],
                ],
                ["destination": "/path/new/inner", "type": "tmpfs", "source": "x"],
                ["destination": "/path/file", "type": "bind", "source": "/etc/hostname", "options": ["bind"]],
                ["destination": "/volume", "type": "bind", "source": .string(volume), "options": ["rbind"]],
                ["destination": "/volume/path/directory", "type": "tmpfs", "source": "x"],
                [
                    "destination": "/volume/path/made/deep", "type": "bind", "source": .string(source),
                    "options": ["bind"],
                ],
            ]
            configuration["mounts"] = .array(configuration["mounts"].elements + mounts)
            configuration["process"]["cwd"] = "/path/work"
            configuration["linux"]["devices"] = [["path": "/path/null", "type": "c", "major": 1, "minor": 3]]
            configuration["linux"]["maskedPaths"] = ["/path/passwd", "/volume/path/directory"]
            configuration["linux"]["readonlyPaths"] = ["/path/work", "/volume/path/shadow"]
        }

        private func prepare(_ path: String, link: String) throws -> Descriptor {
            let directory = try Descriptor.open(path, [.directory])
            try directory.makeDirectory("path")
            try directory.makeSymbolicLink("link", to: link)
            return directory
        }

        @Test(
            "CVE-2021-30465, CVE-2024-45310: lead nothing out of the root",
            arguments: ["OUTSIDE", "../../../../../../../../../../..OUTSIDE", "/proc/1/rootOUTSIDE", "/proc", "/dev"])
        func mounts(target: String) throws {
            try withTemporaryDirectory { outside in
                let canary = try Canary(in: outside)
                try withTemporaryDirectory { volume in
                    try withTemporaryDirectory { source in
                        let link = target.replacing("OUTSIDE", with: outside)
                        try Bundle.with(["true"]) {
                            edit(&$0, volume: volume, source: source)
                        } _: { bundle in
                            let root = try prepare(bundle.rootFilesystem, link: link)
                            _ = try prepare(volume, link: link)
                            var exchanger = try Program(
                                "/usr/bin/python3", ["-c", Self.exchanger, bundle.rootFilesystem, volume]
                            ).start()
                            try exchanger.output.wait(for: "ready")
                            for _ in 0..<25 {
                                let result = try bundle.run("run", "--bundle", bundle.path, bundle.id)
                                #expect([0, 1].contains(result.exitCode), "\(result)")
                            }
                            try root.createFile("stop", [])
                            let end = try exchanger.finish().succeeded()
                            #expect(Int(end.text.split(separator: " ").last ?? "") ?? 0 >= 10000, "\(end)")
                        }
                        #expect(HostFile.names(in: source).isEmpty)
                    }
                }
                try canary.expectIntact()
            }
        }
    }
}

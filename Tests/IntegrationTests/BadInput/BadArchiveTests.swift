import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// Archives that are damaged, lie, or reach out of their directory.
    @Suite("A bad archive")
    struct BadArchiveTests {
        /// An entry that must not be unpacked, after those before it.
        struct Escape: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let entries: @Sendable (_ outside: String) -> [TarEntry]
        }

        static let escapes = [
            Escape(testDescription: "an absolute path") { [.file("\($0)/new", "x")] },
            Escape(testDescription: "a path with ..") { [.file("../../../../../../../..\($0)/new", "x")] },
            Escape(testDescription: "a path with .. in the middle") {
                [.directory("a"), .file("a/../../../../../../../../..\($0)/new", "x")]
            },
            Escape(testDescription: "a path through an absolute link") {
                [.symbolicLink("a", to: $0), .file("a/new", "x")]
            },
            Escape(testDescription: "a path through a relative link") {
                [.symbolicLink("a", to: "../../../../../../../../..\($0)"), .file("a/new", "x")]
            },
            Escape(testDescription: "a path through two links") {
                [.symbolicLink("a", to: "b"), .symbolicLink("b", to: $0), .file("a/new", "x")]
            },
            Escape(testDescription: "a directory over a link") {
                [.symbolicLink("a", to: $0), .directory("a"), .file("a/new", "x")]
            },
            Escape(testDescription: "a file over a link") {
                [.symbolicLink("a", to: "\($0)/passwd"), .file("a", "x")]
            },
            Escape(testDescription: "a hard link to an absolute path") {
                [.hardLink("a", to: "\($0)/passwd"), .file("a", "x")]
            },
            Escape(testDescription: "a hard link out by ..") {
                [.hardLink("a", to: "../../../../../../../../..\($0)/passwd"), .file("a", "x")]
            },
            Escape(testDescription: "a hard link through a link") {
                [.symbolicLink("l", to: $0), .hardLink("a", to: "l/passwd"), .file("a", "x")]
            },
            Escape(testDescription: "a whiteout out of the root") {
                [.file("../../../../../../../..\($0)/.wh.passwd")]
            },
            Escape(testDescription: "a whiteout through a link") {
                [.symbolicLink("l", to: $0), .file("l/.wh.passwd")]
            },
            Escape(testDescription: "an opaque whiteout through a link") {
                [.symbolicLink("l", to: $0), .file("l/.wh..wh..opq")]
            },
            Escape(testDescription: "a whiteout of ..") { _ in [.directory("a"), .file("a/.wh...")] },
            Escape(testDescription: "a whiteout of .") { _ in [.directory("a"), .file("a/.wh..")] },
            Escape(testDescription: "a whiteout of nothing") { _ in [.directory("a"), .file("a/.wh.")] },
        ]

        /// Whether refused or confined to the root, nothing outside has changed.
        @Test("leaves what is outside alone", arguments: escapes)
        func escape(_ escape: Escape) throws {
            try withTemporaryDirectory { outside in
                let canary = try Canary(in: outside)
                let before = try HostSnapshot(of: .current)
                let layer = escape.entries(outside)
                for (words, bytes) in [
                    (["import", "-", "escape"], TarArchive.bytes(layer)),
                    (["load"], ImageArchive(layers: [layer]).bytes()),
                    (
                        ["load"],
                        ImageArchive(layers: [Array(layer.dropLast()), Array(layer.suffix(1))].filter { !$0.isEmpty })
                            .bytes()
                    ),
                ] {
                    let result = try Skiff.current.run(words, input: bytes)
                    try canary.expectIntact()
                    if result.exitCode == 0 {
                        try Skiff.current.run("rmi", words.count > 1 ? "escape" : ImageArchive.name).succeeded()
                    } else {
                        #expect(result.exitCode == 1 && result.errorText.split(separator: "\n").count == 1, "\(result)")
                    }
                    try Skiff.current.expectHost(unchangedSince: before)
                }
            }
        }

        static let image = ImageArchive(layers: [[.directory("bin"), .file("bin/program", "#!/bin/sh\n", mode: 0o755)]])

        @Test("that is cut off is refused at every block and in between")
        func truncation() throws {
            let bytes = Self.image.bytes()
            let before = try HostSnapshot(of: .current)
            // Without its two closing blocks an archive is whole for Docker too.
            for length in stride(from: 100, to: bytes.count - 1024 - 512, by: 412) {
                let result = try Skiff.current.run(["load"], input: Array(bytes[..<length]))
                #expect(result.exitCode == 1 && !result.errorText.isEmpty, "\(length) of \(bytes.count): \(result)")
            }
            try Skiff.current.expectHost(unchangedSince: before)
        }

        @Test("with a turned bit is refused, or the same image as before")
        func turnedBits() throws {
            let bytes = Self.image.bytes()
            let whole = try Skiff.current.run(["load"], input: bytes).succeeded()
            let id = try Skiff.current.inspect(ImageArchive.name)["Id"]
            try Skiff.current.run("rmi", ImageArchive.name).succeeded()
            let before = try HostSnapshot(of: .current)
            for offset in stride(from: 0, to: bytes.count, by: 211) {
                var turned = bytes
                turned[offset] ^= 1 << UInt8(offset % 8)
                let result = try Skiff.current.run(["load"], input: turned)
                if result.exitCode == 0 {
                    // A bit of padding, of a name or of a time: what was loaded is whole.
                    for line in result.lines {
                        let name = String(line.dropFirst(line.hasPrefix("Loaded image: ") ? 14 : 17))
                        #expect(
                            try Skiff.current.inspect(name)["Id"] == id, "bit at \(offset): \(line), not \(whole.text)")
                        try Skiff.current.run("rmi", name).succeeded()
                    }
                } else {
                    #expect(result.exitCode == 1 && !result.errorText.isEmpty, "\(offset): \(result)")
                }
            }
            try Skiff.current.expectHost(unchangedSince: before)
        }

        @Test("that lies about a digest is refused, whichever part it is", arguments: ["layer", "config", "manifest"])
        func lyingDigest(part: String) throws {
            var image = Self.image
            let digest = ["layer": image.layers[0], "config": image.config, "manifest": image.manifest][part] ?? ""
            let content = try #require(image.blobs[digest])
            // A space more at an object's end, a byte less in a layer's padding: the same but for the bytes.
            image.blobs[digest] = part == "layer" ? Array(content.dropLast(512)) : content + Array(" ".utf8)
            try Skiff.current.expectRefusal(["load"], 1, [String(digest.prefix(12))], input: image.bytes())
        }

        @Test("that lies about a size is refused", arguments: ["0", "1", "9223372036854775807", "-1", "1e99"])
        func lyingSize(size: String) throws {
            let image = ImageArchive(layers: [[.file("a", "b")]]) { manifest in
                manifest.replacing("\"size\":2048}]", with: "\"size\":\(size)}]")
            }
            try Skiff.current.expectRefusal(["load"], 1, [], input: image.bytes())
        }

        @Test("that lacks a blob is refused by its digest", arguments: ["layer", "config", "manifest"])
        func missingBlob(part: String) throws {
            var image = Self.image
            let digest = ["layer": image.layers[0], "config": image.config, "manifest": image.manifest][part] ?? ""
            image.blobs[digest] = nil
            try Skiff.current.expectRefusal(["load"], 1, [String(digest.prefix(12))], input: image.bytes())
        }

        @Test("for another architecture is refused when it is run, by both names")
        func foreignArchitecture() throws {
            let image = ImageArchive(layers: [[.file("a", "b")]], architecture: "s390x")
            let loaded = try Skiff.current.run(["load"], input: image.bytes())
            if loaded.exitCode == 0 {
                try Skiff.current.expectRefusal(
                    ["run", "--rm", ImageArchive.name, "true"], 125, ["s390x", ImageArchive.hostArchitecture])
                try Skiff.current.run("rmi", ImageArchive.name).succeeded()
            } else {
                #expect(loaded.errorText.contains("s390x"))
            }
        }

        @Test("that unpacks to far more than it is, is stopped before the disk is full")
        func bomb() throws {
            try withTemporaryDirectory { directory in
                // 4 GiB of zeros in 4 MB of gzip.
                let command = """
                    mount -t tmpfs -o size=300m tmpfs '\(directory)' || exit 99
                    python3 - '\(directory)' <<'EOF'
                    import gzip, io, sys, tarfile
                    class Zeros(io.RawIOBase):
                        def readable(self): return True
                        def readinto(self, b): b[:] = bytes(len(b)); return len(b)
                    info = tarfile.TarInfo('zeros'); info.size = 4 << 30
                    with gzip.open(sys.argv[1] + '/bomb.tar.gz', 'wb', 1) as f, tarfile.open(fileobj=f, mode='w|') as t:
                        t.addfile(info, io.BufferedReader(Zeros(), 1 << 20))
                    EOF
                    SKIFF_ROOT='\(directory)/root' '\(Installation.executables)/skiff' import '\(directory)/bomb.tar.gz' bomb
                    echo "exit $?"; find '\(directory)/root/layers' '\(directory)/root/staging' '\(directory)/root/blobs' -type f
                    """
                let result = try Program("/usr/bin/unshare", ["-m", "sh", "-c", command]).run(within: .seconds(180))
                #expect(result.text == "exit 1", "\(result)")
                #expect(result.errorText.contains("space") || result.errorText.contains("large"), "\(result)")
            }
        }
    }
}

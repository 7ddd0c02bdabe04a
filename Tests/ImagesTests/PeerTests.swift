import ArchiveFixtures
import Glibc
import LinuxSystem
import OCI
import Testing

@testable import Images

/// What other programs write, and what they make of what we read.
@Suite("peers", .requiresRoot)
struct PeerTests {
    private static let layers: [[Item]] = [
        [.directory("bin"), Item("bin/sh", text: "shell"), .hardLink("bin/ash", to: "bin/sh")],
        [Item("bin/.wh.ash"), Item("etc/file", text: "upper")],
    ]

    @Test(
        "skopeo's archives and layouts are loaded as the image they were made from", .requires("skopeo"),
        arguments: [
            "docker-archive:DIR/out:sample:1", "oci-archive:DIR/out:sample:1", "oci:DIR/out:sample:1",
        ])
    func skopeo(target: String) throws {
        try withStore { test in
            let sample = try SampleImage(Self.layers)
            try write(sample.dockerArchive(), to: "\(test.path)/in.tar")
            let policy = "\(test.path)/policy.json"
            try write(Array(#"{"default":[{"type":"insecureAcceptAnything"}]}"#.utf8), to: policy)
            let destination = target.replacingDirectory(test.path)
            try shell(
                "skopeo --policy \(policy) --tmpdir \(test.path) copy -q docker-archive:\(test.path)/in.tar \(destination)"
            )
            let loaded = try test.store.load(path: "\(test.path)/out")
            #expect(loaded.map(\.description) == ["Loaded image: sample:1"])
            #expect(try test.store.config(of: test.store.find("sample:1")).rootfs == sample.config.rootfs)
            #expect(try read(test.path(of: "etc/file", in: "sample:1")) == "upper")
        }
    }

    @Test("umoci's layouts are loaded, and it unpacks the same files", .requires("umoci"))
    func umoci() throws {
        try withStore { test in
            try shell(
                """
                cd \(test.path) && umoci init --layout out && umoci new --image out:1 && umoci unpack --image out:1 bundle \
                && mkdir bundle/rootfs/etc && echo hello > bundle/rootfs/etc/file && ln -s file bundle/rootfs/etc/link \
                && umoci repack --image out:1 bundle && rm -r bundle
                """)
            let loaded = try test.store.load(path: "\(test.path)/out")
            guard case .unnamed(let id)? = loaded.first else {
                Issue.record("umoci's tags are no names: \(loaded)")
                return
            }
            #expect(try read(test.path(of: "etc/file", in: id.text)) == "hello\n")
            try write(SampleImage([Self.layers[0]]).layoutArchive(), to: "\(test.path)/ours.tar")
            try shell("cd \(test.path) && mkdir ours && tar -xf ours.tar -C ours")
        }
    }

    @Test("an archive of a whole tree by tar has the same files after import", arguments: ["gnu", "pax"])
    func tar(format: String) throws {
        try withStore { test in
            try shell(
                """
                cd \(test.path) && mkdir -p tree/a/b && echo 1 > tree/a/b/file && ln tree/a/b/file tree/hard && mkfifo tree/fifo \
                && touch -d '2001-02-03 04:05:06.789' tree/a/b && chmod 2711 tree/a && chown 3:4 tree/a/b/file \
                && tar --format=\(format) -C tree -czf tree.tar.gz .
                """)
            let id = try test.store.importRootFilesystem(path: "\(test.path)/tree.tar.gz", ImportOptions()).text
            let root = try test.store.lowerDirectories(of: test.store.find(id))[0].path
            let list = "find . -printf '%p %y %m %U %G %n %l %TY%Tm%Td%TH%TM' -printf '\\n' | sort"
            try shell(
                "cd \(test.path)/tree && \(list) > ../theirs && cd \(root) && \(list) > \(test.path)/ours && cmp \(test.path)/ours \(test.path)/theirs"
            )
        }
    }
}

extension String {
    fileprivate func replacingDirectory(_ path: String) -> String {
        split(separator: "DIR", omittingEmptySubsequences: false).joined(separator: path)
    }
}

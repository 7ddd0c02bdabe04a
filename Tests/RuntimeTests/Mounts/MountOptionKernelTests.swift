import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// What the kernel made of each option, as the container's own mountinfo says.
@Suite("A mount option in the kernel", .requiresRoot)
struct MountOptionKernelTests {
    /// Options, what mountinfo must show for them, and what it must not.
    private static let table: [([String], shows: String, hides: String)] = [
        (["async"], "rw", "sync"), (["atime"], "relatime", "noatime"), (["noatime", "atime"], "relatime", "noatime"),
        (["defaults"], "rw,relatime", "ro"), (["dev"], "rw", "nodev"), (["nodev", "dev"], "rw", "nodev"),
        (["nodiratime", "diratime"], "relatime", "nodiratime"), (["nodiratime"], "nodiratime,relatime", ""),
        (["noexec"], "noexec", ""), (["noexec", "exec"], "rw", "noexec"), (["nosuid"], "nosuid", ""),
        (["nosuid", "suid"], "rw", "nosuid"), (["nodev"], "nodev", ""), (["noatime"], "noatime", "relatime"),
        (["strictatime"], "rw", "relatime,noatime"), (["strictatime", "nostrictatime"], "relatime", "noatime"),
        (["relatime"], "relatime", ""), (["noatime", "relatime"], "relatime", "noatime"),
        (["relatime", "norelatime"], "relatime", ""), (["nosymfollow"], "nosymfollow", ""),
        (["nosymfollow", "symfollow"], "rw", "nosymfollow"), (["ro"], "ro", "rw"), (["ro", "rw"], "rw", "ro"),
        (["silent"], "rw", ""), (["loud"], "rw", ""), (["iversion"], "rw", ""), (["noiversion"], "rw", ""),
        (["nolazytime"], "rw", ""), (["nomand"], "rw", ""), (["rro"], "ro", "rw"), (["ro", "rrw"], "rw", "ro"),
        (["rnosuid"], "nosuid", ""), (["nosuid", "rsuid"], "rw", "nosuid"), (["rnodev"], "nodev", ""),
        (["nodev", "rdev"], "rw", "nodev"), (["rnoexec"], "noexec", ""), (["noexec", "rexec"], "rw", "noexec"),
        (["rnodiratime"], "nodiratime", ""), (["nodiratime", "rdiratime"], "rw", "nodiratime"),
        (["rrelatime"], "relatime", ""), (["rnorelatime"], "relatime", ""), (["rnoatime"], "noatime", ""),
        (["rnoatime", "ratime"], "relatime", "noatime"), (["rstrictatime"], "rw", "relatime,noatime"),
        (["rstrictatime", "rnostrictatime"], "relatime", ""), (["rnosymfollow"], "nosymfollow", ""),
        (["rnosymfollow", "rsymfollow"], "rw", "nosymfollow"),
    ]

    private func check(_ row: ([String], shows: String, hides: String), _ info: MountInfo?, _ kind: String) throws {
        let info = try #require(info, "\(kind) \(row.0)")
        for word in row.shows.split(separator: ",") {
            #expect(info.options.contains(String(word)), "\(kind) \(row.0): \(info.options)")
        }
        for word in row.hides.split(separator: ",") {
            #expect(!info.options.contains(String(word)), "\(kind) \(row.0): \(info.options)")
        }
    }

    @Test("is what mountinfo shows of a new file system and of a bind mount")
    func attributes() throws {
        try LaunchFixture.with { fixture in
            try withTemporaryDirectory { source in
                var mounts: [RuntimeSpec.Mount] = []
                for (index, row) in Self.table.enumerated() {
                    mounts.append(.init(destination: "/new\(index)", type: "tmpfs", source: "tmpfs", options: row.0))
                    mounts.append(
                        .init(destination: "/bind\(index)", type: "none", source: source, options: ["bind"] + row.0))
                }
                let outcome = try fixture.run(RuntimeSpec.showMounts, mounts: mounts)
                #expect(outcome.failure == nil)
                for (index, row) in Self.table.enumerated() {
                    try check(row, outcome.mount(at: "/new\(index)"), "tmpfs")
                    try check(row, outcome.mount(at: "/bind\(index)"), "bind")
                }
            }
        }
    }

    @Test("of the superblock goes to a new file system", arguments: ["sync", "dirsync", "lazytime", "mand"])
    func superblock(option: String) throws {
        try LaunchFixture.with { fixture in
            let mount = RuntimeSpec.Mount(
                destination: "/x", type: "tmpfs", source: "mine", options: [option, "size=1m"])
            let outcome = try fixture.run(RuntimeSpec.showMounts, mounts: [mount])
            let info = try #require(outcome.mount(at: "/x"), "\(outcome)")
            #expect(info.superblockOptions.contains(option) && info.superblockOptions.contains("size=1024k"))
            #expect(info.source == "mine")
        }
    }

    @Test("with a leading r reaches what is mounted beneath the source")
    func recursive() throws {
        try LaunchFixture.with { fixture in
            // The host's /proc and what the host may have mounted there and in /dev.
            let mounts = [
                RuntimeSpec.Mount(
                    destination: "/a", type: "bind", source: "/sys", options: ["rbind", "rro", "rnoexec"]),
                RuntimeSpec.Mount(destination: "/b", type: "bind", source: "/sys", options: ["rbind", "ro"]),
            ]
            let outcome = try fixture.run(RuntimeSpec.showMounts, mounts: mounts)
            let lines = outcome.output.split(separator: "\n").compactMap { MountInfo(String($0)) }
            let beneath = lines.filter { $0.target.hasPrefix("/a/") }
            #expect(!beneath.isEmpty)
            #expect(beneath.allSatisfy { $0.options.isSuperset(of: ["ro", "noexec"]) })
            #expect(outcome.mount(at: "/b")?.options.contains("ro") == true)
            #expect(lines.contains { $0.target.hasPrefix("/b/") && $0.options.contains("rw") })
        }
    }

    @Test("remount changes what stands at the destination")
    func remount() throws {
        try LaunchFixture.with { fixture in
            let mounts = [
                RuntimeSpec.Mount(destination: "/x", type: "tmpfs", source: "tmpfs", options: ["nosuid"]),
                RuntimeSpec.Mount(destination: "/x", options: ["remount", "bind", "ro", "noexec"]),
            ]
            let outcome = try fixture.run(RuntimeSpec.showMounts, mounts: mounts)
            let info = try #require(outcome.mount(at: "/x"), "\(outcome)")
            #expect(info.options.isSuperset(of: ["ro", "noexec", "nosuid"]))
        }
    }

    @Test("ro of a tmpfs comes when what is mounted in it has its place")
    func readOnlyLater() throws {
        try LaunchFixture.with { fixture in
            let mounts = [
                RuntimeSpec.Mount(destination: "/x", type: "tmpfs", source: "tmpfs", options: ["ro"]),
                RuntimeSpec.Mount(destination: "/x/y", type: "tmpfs", source: "tmpfs"),
                RuntimeSpec.Mount(destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["ro"]),
            ]
            let outcome = try fixture.run("\(RuntimeSpec.showMounts); echo >/dev/null && echo >/x/y/z", mounts: mounts)
            #expect(outcome.mount(at: "/x")?.options.contains("ro") == true, "\(outcome)")
            #expect(outcome.mount(at: "/x/y")?.options.contains("rw") == true)
            #expect(outcome.mount(at: "/dev")?.options.contains("ro") == true)
            #expect(!outcome.output.contains("read-only") && !outcome.output.contains("nonexistent"))
        }
    }

    @Test("a tmpfs has the permissions of the directory that it covers, unless they are given")
    func permissions() throws {
        try LaunchFixture.with { fixture in
            let root = try Descriptor.open(fixture.root, [.directory])
            for name in ["a", "b"] {
                try root.makeDirectory(name, mode: 0o700)
                try root.setMode(ofNode: name, 0o710)
            }
            let mounts = [("/a", []), ("/b", ["mode=1750"]), ("/new", [])].map { path, options in
                RuntimeSpec.Mount(destination: path, type: "tmpfs", source: "tmpfs", options: options)
            }
            let outcome = try fixture.run("busybox stat -c %a /a /b /new", mounts: mounts)
            #expect(outcome.output == "710\n1750\n1777\n", "\(outcome)")
        }
    }
}

import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A mount that can't be", .requiresRoot)
struct MountRefusalTests {
    private typealias Mount = RuntimeSpec.Mount

    /// A mount that follows procfs, which is `mounts[0]`, and its sentence.
    private static let table: [(Mount, String)] = [
        (
            Mount(destination: "/x", type: "tmpfs", options: ["ro", "foo"]),
            "mounts[1].options[1]: unknown option \"foo\" for tmpfs"
        ),
        (
            Mount(destination: "/x", type: "tmpfs", options: ["size=much"]),
            "mounts[1].options[0]: tmpfs does not take \"size=much\": invalid argument"
        ),
        (
            Mount(destination: "/x", type: "bind", source: "/etc", options: ["bind", "foo=1"]),
            "mounts[1].options[1]: unknown option \"foo=1\" for a bind mount"
        ),
        (
            Mount(destination: "/x", type: "bind", source: "/etc", options: ["bind", "sync"]),
            "mounts[1].options[1]: \"sync\" is an option of the file system; a bind mount can't change it"
        ),
        (
            Mount(destination: "/x", type: "bind", source: "/etc", options: ["bind", "tmpcopyup"]),
            "mounts[1].options[1]: tmpcopyup is for tmpfs only"
        ),
        (
            Mount(destination: "/x", type: "tmpfs", options: ["X-mount.subdir=a"]),
            "mounts[1].options[0]: \"X-mount.subdir=a\" is for bind mounts only"
        ),
        (
            Mount(destination: "/x", type: "bind", source: "/etc", options: ["bind", "X-mount.subdir=nonexistent/y"]),
            "mounts[1].source: nonexistent/y: no such file or directory"
        ),
        (
            Mount(destination: "/x", type: "bind", source: "/etc", options: ["bind", "X-mount.subdir=../var"]),
            "mounts[1].source: ../var: invalid cross-device link"
        ),
        (
            Mount(destination: "/x", type: "bind", source: "/proc", options: ["bind", "X-mount.subdir=self/root"]),
            "mounts[1].source: self/root: "
        ),
        (
            Mount(destination: "/x", type: "sysfs", options: ["tmpcopyup"]),
            "mounts[1].options[0]: tmpcopyup is for tmpfs only"
        ),
        (
            Mount(destination: "/x", type: "nonesuch", source: "x"),
            "mounts[1].type: the kernel has no file system \"nonesuch\""
        ),
        (Mount(destination: "/x"), "mounts[1].type: is required unless the mount is a bind mount"),
        (Mount(destination: "/x", options: ["bind"]), "mounts[1].source: is required for a bind mount"),
        (
            Mount(destination: "/x", source: "/nonexistent/y", options: ["rbind"]),
            "mounts[1].source: /nonexistent/y: no such file or directory"
        ),
        (
            Mount(destination: "/x", source: "relative/y", options: ["rbind"]),
            "mounts[1].source: relative/y: no such file or directory"
        ),
        (Mount(destination: "", type: "tmpfs"), "mounts[1].destination: is required"),
        (Mount(destination: "/", type: "tmpfs"), "mounts[1].destination: \"/\" is the container's root itself"),
        (Mount(destination: "/x/..//.", type: "tmpfs"), "mounts[1].destination: \"/x/..//.\" is the container's root"),
        (
            Mount(destination: "/proc/self/attr", type: "tmpfs"),
            "mounts[1].destination: \"/proc/self/attr\" is inside /proc"
        ),
        (Mount(destination: "/proc", type: "tmpfs"), "mounts[1].type: on /proc it has to be proc, not tmpfs"),
        (
            Mount(destination: "/proc", source: "/etc", options: ["bind"]),
            "mounts[1].source: only a procfs may be mounted on /proc"
        ),
        (
            Mount(destination: "/bin", source: "/etc/passwd", options: ["bind"]),
            "cannot mount /etc/passwd on /bin: one is a directory and the other is not"
        ),
        (
            Mount(destination: "/bin/busybox", source: "/etc", options: ["bind"]),
            "cannot mount /etc on /bin/busybox: one is a directory and the other is not"
        ),
        (
            Mount(destination: "/bin/busybox", type: "tmpfs"),
            "cannot mount tmpfs on /bin/busybox: one is a directory and the other is not"
        ),
        (Mount(destination: "/y", options: ["remount", "ro"]), "cannot change the mount on /y: no such file"),
        (
            Mount(destination: "/bin", options: ["remount", "ro"]),
            "cannot change the mount on /bin: nothing is mounted"
        ),
        (
            Mount(destination: "/x", source: "/etc", options: ["bind", "idmap"]),
            "mounts[1].options[1]: idmap needs uidMappings and gidMappings, or a user namespace"
        ),
        (
            Mount(destination: "/x", type: "tmpfs", userIDMappings: [.init(containerID: 0, hostID: 1, size: 1)]),
            "mounts[1].gidMappings: is required with uidMappings"
        ),
    ]

    @Test("is refused by the field that names it, and leaves nothing")
    func refusals() throws {
        try LaunchFixture.with { fixture in
            let before = try Descriptor.open(fixture.root, [.directory]).entries().map(\.shown).sorted()
            let mounts = try HostFile.text("/proc/self/mountinfo")
            for (mount, sentence) in Self.table {
                let outcome = try fixture.run("echo ran", mounts: [mount])
                let failure = try #require(outcome.failure, "\(mount)")
                #expect(failure.hasPrefix(sentence), "\(failure)")
            }
            let after = try Descriptor.open(fixture.root, [.directory]).entries().map(\.shown).sorted()
            #expect(Set(after).subtracting(before).isSubset(of: ["proc", "x"]))
            #expect(try HostFile.text("/proc/self/mountinfo") == mounts)
        }
    }

    @Test("is one with a label of SELinux where the host has none")
    func label() throws {
        try LaunchFixture.with { fixture in
            let outcome = try fixture.run("echo ran") { $0.linux?.mountLabel = "system_u:object_r:x_t:s0" }
            #expect(outcome.failure == "linux.mountLabel: SELinux is not enabled on this host")
        }
    }

    @Test("is one whose target an image's link leads to the root or into /proc")
    func linkedTarget() throws {
        try LaunchFixture.with { fixture in
            let root = try Descriptor.open(fixture.root, [.directory])
            try root.makeSymbolicLink("self", to: "/")
            try root.makeSymbolicLink("attributes", to: "/proc/1/attr")
            for (path, reason) in [("/self", "to the container's root"), ("/attributes", "into /proc")] {
                for mount in [
                    Mount(destination: path, type: "tmpfs"),
                    Mount(destination: path, source: "/etc", options: ["bind"]),
                ] {
                    let failure = try #require(try fixture.run("true", mounts: [mount]).failure)
                    #expect(failure.hasSuffix("on \(path): the image leads it \(reason)"), "\(failure)")
                }
            }
        }
    }
}

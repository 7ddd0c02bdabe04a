import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A device of the specification", .requiresRoot)
struct DeviceNodeTests {
    private typealias Device = RuntimeSpec.Device
    private typealias Mount = RuntimeSpec.Mount

    private static let devices = Mount(destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["mode=755"])

    @Test("is made with its kind, numbers, permissions and owner, beside the default ones")
    func kinds() throws {
        try LaunchFixture.with { fixture in
            let asked = [
                Device(path: "/dev/a", type: "c", major: 1, minor: 3, fileMode: 0o640, userID: 3, groupID: 4),
                Device(path: "/dev/b", type: "b", major: 259, minor: 70000, fileMode: 0o600),
                Device(path: "/dev/u", type: "u", major: 1, minor: 5),
                Device(path: "/run/p", type: "p", fileMode: 0o10622),
                Device(path: "/dev/null", type: "c", major: 1, minor: 3, fileMode: 0o600),
            ]
            let script = """
                busybox stat -c '%n %F %t:%T %a %u:%g' /dev/a /dev/b /dev/u /run/p /dev/null /dev/tty
                for f in fd stdin stdout stderr ptmx; do busybox readlink /dev/$f; done
                """
            let outcome = try fixture.run(script, mounts: [Self.devices]) { $0.linux?.devices = asked }
            let expected = """
                /dev/a character special file 1:3 640 3:4
                /dev/b block special file 103:11170 600 0:0
                /dev/u character special file 1:5 666 0:0
                /run/p fifo 0:0 622 0:0
                /dev/null character special file 1:3 600 0:0
                /dev/tty character special file 5:0 666 0:0
                /proc/self/fd
                /proc/self/fd/0
                /proc/self/fd/1
                /proc/self/fd/2
                pts/ptmx

                """
            #expect(outcome.output == expected, "\(outcome)")
        }
    }

    @Test("is the host's in a user namespace, and has to be that device")
    func userNamespace() throws {
        try LaunchFixture.with { fixture in
            try fixture.openToAll()
            let asked = [Device(path: "/dev/kmsg", type: "c", major: 1, minor: 11), Device(path: "/dev/p", type: "p")]
            let script = "busybox stat -c '%F %t:%T' /dev/kmsg /dev/null /dev/p; echo x >/dev/null && echo written"
            let outcome = try fixture.run(script) {
                $0.addUserNamespace()
                $0.linux?.devices = asked
            }
            let expected = "character special file 1:b\ncharacter special file 1:3\nfifo 0:0\nwritten\n"
            #expect(outcome.output == expected, "\(outcome)")
            for (device, words) in [
                (Device(path: "/dev/nonesuch", type: "c", major: 1, minor: 3), "no such file or directory"),
                (Device(path: "/dev/zero", type: "c", major: 1, minor: 3), "the host's /dev/zero is another device"),
            ] {
                let outcome = try fixture.run("true") {
                    $0.addUserNamespace()
                    $0.linux?.devices = [device]
                }
                let failure = try #require(outcome.failure)
                #expect(failure.hasPrefix("linux.devices[0].path: ") && failure.contains(words), "\(failure)")
            }
        }
    }

    @Test("that can't be is refused by its field")
    func refusals() throws {
        try LaunchFixture.with { fixture in
            for (device, sentence) in [
                (Device(path: "dev/x", type: "c", major: 1, minor: 3), "path: \"dev/x\" is not an absolute path"),
                (Device(path: "/dev/x", type: "z", major: 1, minor: 3), "type: unknown device type \"z\""),
                (Device(path: "/dev/x", type: "c", minor: 3), "major: is required"),
                (Device(path: "/dev/x", type: "b", major: 1), "minor: is required"),
                (Device(path: "/dev/x", type: "c", major: -1, minor: 3), "major: is required"),
                (Device(path: "/dev/x", type: "c", major: 1, minor: 1 << 20), "minor: is required"),
            ] {
                let failure = try #require(try fixture.run("true") { $0.linux?.devices = [device] }.failure)
                #expect(failure.hasPrefix("linux.devices[0].\(sentence)"), "\(failure)")
            }
        }
    }

    @Test("does not replace what the image has in its place")
    func occupied() throws {
        try LaunchFixture.with { fixture in
            let root = try Descriptor.open(fixture.root, [.directory])
            try root.makeDirectory("dev")
            try root.openDirectory("dev").createFile("zero", [48])
            let failure = try #require(try fixture.run("true").failure)
            #expect(failure == "cannot make the device /dev/zero: something else is there already")
            #expect(try root.openDirectory("dev").readFile("zero") == [48])
        }
    }

    @Test("is expected, and nothing is made, in a /dev that is the host's")
    func boundDirectory() throws {
        try LaunchFixture.with { fixture in
            try withTemporaryDirectory { source, directory in
                let mount = Mount(destination: "/dev/", source: source, options: ["bind"])
                let null = Device(path: "/dev/null", type: "c", major: 1, minor: 3)
                #expect(try fixture.run("true", mounts: [mount]).failure == nil)
                #expect(try directory.entries().isEmpty)
                let failure = try fixture.run("true", mounts: [mount]) { $0.linux?.devices = [null] }.failure
                #expect(failure == "cannot find the device /dev/null: no such file or directory")
                #expect(try directory.entries().isEmpty)
            }
        }
    }
}

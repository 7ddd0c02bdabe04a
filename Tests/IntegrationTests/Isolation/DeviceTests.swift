import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Devices")
    struct DeviceTests {
        private let skiff = Skiff.current

        @Test("/dev holds the devices of the runtime specification, and no others")
        func nodes() throws {
            let devices = try skiff.probe(only: "devices").members
            let expected = [
                "null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0),
            ]
            for (name, number) in expected {
                let device = try #require(devices[name], "\(name)")
                #expect(device["type"].string == "character", "\(name)")
                #expect(device["mode"].string == "0666", "\(name)")
                #expect(
                    [device["major"].number, device["minor"].number] == [number.0, number.1].map { Int64($0) },
                    "\(name)")
            }
            let links = [
                "fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1",
                "stderr": "/proc/self/fd/2", "ptmx": "pts/ptmx", "core": "/proc/kcore",
            ]
            for (name, target) in links { #expect(devices[name]?["target"].string == target, "\(name)") }
            #expect(Set(devices.keys) == Set(expected.keys).union(links.keys).union(["mqueue", "pts", "shm"]))
        }

        @Test("with a user namespace the same devices are there", .requiresMappedOverlay)
        func nodesInUserNamespace() throws {
            let script =
                "for name in null zero full random urandom tty; do stat -c '%n %t:%T %a' /dev/$name; done; head -c 3 /dev/zero | wc -c; echo lost >/dev/null"
            #expect(
                try skiff.shell(["--userns", "auto"], script).lines == [
                    "/dev/null 1:3 666", "/dev/zero 1:5 666", "/dev/full 1:7 666", "/dev/random 1:8 666",
                    "/dev/urandom 1:9 666", "/dev/tty 5:0 666", "3",
                ])
        }

        @Test(
            "a node may be made of any device, but not be opened", arguments: ["c 1 11", "c 1 1", "b 7 0", "c 10 229"])
        func refused(device: String) throws {
            let result = try skiff.shell([], "mknod /tmp/node \(device) && : </tmp/node")
            #expect(result.exitCode != 0)
            #expect(result.errorText.contains("Operation not permitted"), "\(result.errorText)")
        }

        @Test(
            "a device that was given opens for what it was given for",
            arguments: [
                ("/dev/kmsg", "/dev/kmsg", "w", true), ("/dev/kmsg:/dev/messages:w", "/dev/messages", "w", true),
                ("/dev/kmsg:/dev/kmsg:w", "/dev/kmsg", "r", false),
                ("/dev/kmsg:/dev/deep/er/kmsg:r", "/dev/deep/er/kmsg", "w", false),
            ])
        func given(device: String, path: String, access: String, isAllowed: Bool) throws {
            let result = try skiff.shell(["--device", device], access == "w" ? ": >>\(path)" : ": <\(path)")
            #expect((result.exitCode == 0) == isAllowed, "\(result)")
            if !isAllowed { #expect(result.errorText.contains("Operation not permitted")) }
        }

        @Test("a device that isn't there is refused by name")
        func absent() throws {
            let result = try skiff.run("run", "--rm", "--device", "/dev/no-such-device", "busybox", "true")
            #expect(result.exitCode == 125)
            #expect(result.errorText.contains("/dev/no-such-device"))
        }

        @Test("a privileged container has the host's devices and may open them")
        func privileged() throws {
            let devices = try skiff.probe(["--privileged"], only: "devices").members
            #expect(devices["kmsg"]?["type"].string == "character")
            #expect(try skiff.shell(["--privileged"], "mknod /tmp/node c 1 11 && : >>/tmp/node").exitCode == 0)
        }

        @Test("terminals of devpts can be opened")
        func terminals() throws {
            let script = "import os; master, slave = os.openpty(); os.write(slave, b'x\\n'); print(os.read(master, 9))"
            let result = try skiff.run("run", "--rm", "debian", "python3", "-c", script)
            #expect(result.text == #"b'x\r\n'"#, "\(result)")
        }

        @Test("message queues are the container's own")
        func messageQueues() throws {
            #expect(try skiff.shell([], "touch /dev/mqueue/mine && ls /dev/mqueue").text == "mine")
            #expect(try skiff.shell([], "ls /dev/mqueue").text == "")
        }
    }
}

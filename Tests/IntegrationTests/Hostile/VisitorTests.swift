import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// Somebody who speaks to a supervisor and is not `skiff`.
    @Suite("A visitor that sends rubbish")
    struct VisitorTests {
        /// Takes over the socket of a running `skiff run` (pidfd_getfd(2)) and
        /// sends packets of random bytes that are no input, end, signal, stop
        /// or pause: those it would be allowed to send.
        private static let intruder = """
            import ctypes, os, random, select, socket, sys
            libc = ctypes.CDLL(None, use_errno=True)
            pid = int(sys.argv[1])
            pidfd = libc.syscall(434, pid, 0)
            for name in os.listdir(f'/proc/{pid}/fd'):
                if not os.readlink(f'/proc/{pid}/fd/{name}').startswith('socket:'): continue
                visitor = socket.socket(fileno=libc.syscall(438, pidfd, int(name), 0))
                if visitor.type != socket.SOCK_SEQPACKET: continue
                random.seed(5)
                for index in range(5000):
                    packet = random.randbytes(random.randrange(1, 200))
                    if packet[0] in (5, 6, 8, 10, 11): packet = bytes([index % 5]) + packet[1:]
                    select.select([], [visitor], [])
                    visitor.send(packet)
                print('sent')
            """

        @Test("finds no descriptor in a supervisor that its starter had open")
        func inheritance() throws {
            let skiff = Skiff.current.program([])
            let script = "exec 9</etc/hostname; exec '\(skiff.path)' run -d --name heir busybox sleep 1000"
            let id = try Program("/bin/sh", ["-c", script], environment: skiff.environment).run().succeeded().text
            defer { _ = try? Skiff.current.run("rm", "--force", id) }  // what follows tells of a failure
            let directory = try "/proc/\(Skiff.current.supervisor(of: id))/fd"
            let open = HostFile.names(in: directory).compactMap { HostFile.linkTarget("\(directory)/\($0)") }
            #expect(!open.isEmpty && !open.contains("/etc/hostname"), "\(open)")
        }

        @Test("changes nothing for the container, nor for its owner")
        func rubbish() throws {
            var running = try Skiff.current.start(
                "run", "--rm", "-i", "busybox", "sh", "-c", "echo up; read line; echo got $line; exit 5")
            try running.output.wait(for: "up\n")
            let intruder = try Program("/usr/bin/python3", ["-c", Self.intruder, "\(running.pid)"]).run()
            #expect(intruder.text.contains("sent"), "\(intruder)")
            let result = try running.finish(input: Array("hello\n".utf8))
            #expect(result.text == "up\ngot hello" && result.exitCode == 5, "\(result)")
        }
    }
}

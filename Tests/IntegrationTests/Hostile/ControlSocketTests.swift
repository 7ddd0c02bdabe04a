import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A control socket in bad hands")
    struct ControlSocketTests {
        private let skiff = Skiff.current

        private func expectAlive(_ container: RunningContainer) throws {
            let result = try skiff.program(["exec", container.name, "echo", "alive"]).run(within: .seconds(30))
            #expect(result.text == "alive", "\(result)")
        }

        private func descriptors(of process: Int32) -> Int { HostFile.names(in: "/proc/\(process)/fd").count }

        /// Kilobytes that are in memory.
        private func memory(of process: Int32) throws -> Int {
            let lines = try HostFile.text("/proc/\(process)/status").split(separator: "\n")
            let line = try #require(lines.first { $0.hasPrefix("VmRSS:") })
            return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
        }

        @Test("is open to nobody else")
        func otherUser() throws {
            try skiff.withContainer { container throws in
                let path = "\(skiff.root)/containers/\(container.id)/control.sock"
                #expect(try HostFile.status(path).st_mode & 0o777 == 0o600)
                // Even where its directory lets everybody in.
                let script = """
                    import os, socket, sys
                    directory = os.open(os.path.dirname(sys.argv[1]), os.O_PATH)
                    os.chmod(sys.argv[1], 0o666)
                    os.setgid(65534); os.setuid(65534)
                    visitor = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                    visitor.connect(f'/proc/self/fd/{directory}/control.sock')
                    visitor.settimeout(20)
                    try: visitor.send(bytes([8, 9]))
                    except BrokenPipeError: pass
                    try: print(len(visitor.recv(100)))
                    except ConnectionResetError: print(0)
                    """
                let result = try Program("/usr/bin/python3", ["-c", script, path]).run()
                // The message is not heard, the connection is closed; or it was not even made.
                #expect(result.text == "0" || result.errorText.contains("Permission"), "\(result)")
                #expect(try container.status() == "running")
            }
        }

        @Test("descriptors that come with messages are closed, however many")
        func leak() throws {
            try skiff.withContainer { container throws in
                let supervisor = try skiff.supervisor(of: container.id)
                let before = descriptors(of: supervisor)
                let visitor = try ControlVisitor(of: container)
                var extra = DescriptorList()
                for _ in 0..<4 { extra.append(try Descriptor.open("/", [.directory])) }
                for index in 0..<1000 {
                    try visitor.send([[7, 200, 1, 2, 15][index % 5], 1, 2, 3], with: extra)
                }
                try expectAlive(container)
                #expect(try eventually { descriptors(of: supervisor) <= before + 1 })
            }
        }

        @Test(
            "what claims to be a process and isn't is refused at once",
            arguments: ["fifo", "directory", "none", "empty", "huge"])
        func badOrder(kind: String) throws {
            try skiff.withContainer { container throws in
                let visitor = try ControlVisitor(of: container)
                let pipe = try Pipe()
                var sent = DescriptorList()
                switch kind {
                case "fifo": sent.append(try pipe.readEnd.duplicate())
                case "directory": sent.append(try Descriptor.open("/", [.directory]))
                case "empty": sent.append(try Descriptor.memory(holding: [], name: "empty"))
                case "huge":
                    let file = try Descriptor.memory(holding: [], name: "huge")
                    ftruncate(file.number, 1 << 40)
                    sent.append(file)
                default: break
                }
                for _ in 0..<3 where kind != "none" { sent.append(try Descriptor.open("/dev/null", [.readWrite])) }
                try visitor.send([ControlVisitor.Kind.execute], with: sent)
                #expect(try visitor.receive().first == ControlVisitor.Kind.refused)
                try expectAlive(container)
            }
        }

        @Test("one who asks and never reads is not heard for long, costs little, and holds nothing up")
        func deaf() throws {
            try skiff.withContainer([], ["sh", "-c", "while :; do echo tick; sleep 0.05; done"]) { container throws in
                let supervisor = try skiff.supervisor(of: container.id)
                let before = try memory(of: supervisor)
                let visitor = try ControlVisitor(of: container)
                var count = 0
                _ = try eventually(within: .seconds(3)) {
                    while count < 200_000, try visitor.send([ControlVisitor.Kind.resume], waiting: false) { count += 1 }
                    return count == 200_000
                }
                #expect(count < 200_000)
                #expect(try memory(of: supervisor) < before + 4096)
                let lines = try skiff.run("logs", container.name).lines.count
                #expect(try eventually { try skiff.run("logs", container.name).lines.count > lines + 5 })
                try expectAlive(container)
            }
        }

        @Test("one who is attached and never reads holds up the output, not the supervisor")
        func deafListener() throws {
            try skiff.withContainer([], ["yes"]) { container throws in
                let visitor = try ControlVisitor(of: container)
                try visitor.send([ControlVisitor.Kind.attach])
                let path = "\(skiff.root)/containers/\(container.id)/log.json"
                let isHeldUp = try eventually(within: .seconds(20)) {
                    let size = try HostFile.status(path).st_size
                    return try !eventually(within: .milliseconds(500)) { try HostFile.status(path).st_size > size }
                }
                #expect(isHeldUp)
                try expectAlive(container)
                try skiff.program(["stop", "-t", "0", container.name]).run(within: .seconds(30)).succeeded()
                #expect(try visitor.receive().count > 0)
            }
        }

        @Test("one who talks without end is not the only one who is heard")
        func talker() throws {
            try skiff.withContainer { container throws in
                let script = """
                    import os, socket, sys
                    os.chdir(sys.argv[1])
                    visitor = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                    visitor.connect('control.sock')
                    print('connected', flush=True)
                    while True: visitor.send(bytes([200]) * 20)
                    """
                let directory = "\(skiff.root)/containers/\(container.id)"
                var talkers = try Program("/usr/bin/python3", ["-c", script, directory]).start()
                try talkers.output.wait(for: "connected")
                for _ in 0..<3 { try expectAlive(container) }
                try talkers.send(.kill)
                _ = try talkers.waitForEnd()
            }
        }

        @Test("a crowd at the door is let in in turn, and the container doesn't notice")
        func crowd() throws {
            try skiff.withContainer { container throws in
                let script = """
                    import os, resource, socket, struct, sys
                    resource.setrlimit(resource.RLIMIT_NOFILE, (4000, 4000))
                    os.chdir(sys.argv[1])
                    crowd = []
                    for index in range(2000):
                        visitor = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack('ll', 0, 300000))
                        try: visitor.connect('control.sock')
                        except OSError: break
                        crowd.append(visitor)
                    print('full', len(crowd), flush=True)
                    sys.stdin.read()
                    """
                let supervisor = try skiff.supervisor(of: container.id)
                let before = descriptors(of: supervisor)
                var crowd = try Program(
                    "/usr/bin/python3", ["-c", script, "\(skiff.root)/containers/\(container.id)"]
                ).start()
                try crowd.output.wait(for: "full", within: .seconds(120))
                #expect(descriptors(of: supervisor) > before + 200)
                #expect(try container.status() == "running")
                crowd.closeInput()
                _ = try crowd.waitForEnd()
                try expectAlive(container)
                #expect(try eventually { descriptors(of: supervisor) <= before + 1 })
            }
        }

        @Test("a process that hangs on its way into the container is given up", .requiresCgroupV1)
        func hungEntry() throws {
            try skiff.withContainer { container throws in
                let lines = try container.processFile("cgroup").split(separator: "\n")
                let line = try #require(lines.first { $0.contains(":freezer:") })
                let group = line.split(separator: ":", maxSplits: 2)[2]
                // Whoever else freezes it: the supervisor doesn't know.
                let file = "/sys/fs/cgroup/freezer\(group)/freezer.state"
                try Descriptor.open(file, [.writeOnly]).write("FROZEN", name: file)
                let result = Result { try skiff.run("exec", container.name, "true").errorText }
                let update = Result { try skiff.run("update", "--restart", "always", container.name) }
                try Descriptor.open(file, [.writeOnly]).write("THAWED", name: file)
                #expect(try result.get().contains("in time"))
                #expect(try update.get().exitCode == 0)
                try expectAlive(container)
            }
        }
    }
}

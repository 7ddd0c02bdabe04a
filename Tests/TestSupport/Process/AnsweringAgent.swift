import Glibc

/// A seccomp agent that answers every call alike: with a success, or by letting
/// it pass (seccomp_unotify(2)). It ends when nobody is left under the filter.
public struct AnsweringAgent: ~Copyable {
    private let path: String
    private let program: RunningProgram

    private static let script = """
        import array, fcntl, os, select, socket, struct, sys
        path, flags = sys.argv[1], int(sys.argv[2])
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(path + "/agent")
        server.listen(1)
        open(path + "/ready", "w").close()
        connection = server.accept()[0]
        text, descriptors, _, _ = socket.recv_fds(connection, 65536, 4)
        assert len(descriptors) == 1
        open(path + "/agent.state", "wb").write(text)
        listener = descriptors[0]
        poll = select.poll()
        poll.register(listener, select.POLLIN)
        while True:
            events = poll.poll()[0][1]
            if not events & select.POLLIN: break
            notification = bytearray(80)
            try: fcntl.ioctl(listener, 0xc0502100, notification)
            except OSError: continue
            number = struct.unpack_from("Q", notification)[0]
            answer = struct.pack("QqiI", number, 0, 0, flags)
            try: fcntl.ioctl(listener, 0xc0182101, bytearray(answer))
            except OSError: continue
        """

    private init(path: String, program: consuming RunningProgram) {
        self.path = path
        self.program = program
    }

    /// Answers when the agent listens at `agent` in the directory.
    public static func start(in path: String, pretending: Bool) throws -> AnsweringAgent {
        let words = ["-c", script, path, pretending ? "0" : "1"]
        let agent = AnsweringAgent(path: path, program: try Program("/usr/bin/python3", words).start())
        guard try eventually({ access("\(path)/ready", F_OK) == 0 }) else {
            throw TestFailure("the agent does not listen")
        }
        return agent
    }

    /// What the agent was told, once it has ended.
    public consuming func state() throws -> JSON {
        try program.finish().succeeded()
        return try JSON(parsing: HostFile.text("\(path)/agent.state"))
    }
}

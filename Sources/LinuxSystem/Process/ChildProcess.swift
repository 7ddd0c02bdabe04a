import CShim
import Glibc

/// A program to start beside this one (posix_spawn(3)): in a session of its
/// own, with default signal handling, and with no descriptor but 0–2 and those
/// named. Nobody waits for it; it outlives its starter.
public struct ChildProcess: Sendable {
    public var path: String
    public var arguments: [String]
    /// `KEY=VALUE`; `nil` passes this process's environment on.
    public var environment: [String]?
    /// Descriptors that keep their numbers in the child.
    public var inherited: [CInt] = []
    /// Becomes standard error; 0 and 1, and 2 without it, are /dev/null.
    public var standardError: CInt?

    public init(_ path: String, arguments: [String], environment: [String]? = nil) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
    }

    /// Starts the program.
    @discardableResult
    public func spawn() throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, standardError ?? 0, 2)
        // What this process was started with must not live on in the child (close_range(2)).
        skiff_close_range(3, .max, Self.closeOnExec)
        // dup2 onto itself clears FD_CLOEXEC here, unlike dup2(2).
        for number in inherited { posix_spawn_file_actions_adddup2(&actions, number, number) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(
            &attributes, Int16(Self.newSession | CInt(POSIX_SPAWN_SETSIGMASK) | CInt(POSIX_SPAWN_SETSIGDEF)))
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)

        var pid: pid_t = 0
        let result = Self.withVector(arguments) { argv in
            if let environment {
                Self.withVector(environment) { posix_spawn(&pid, path, &actions, &attributes, argv, $0) }
            } else {
                posix_spawn(&pid, path, &actions, &attributes, argv, environ)
            }
        }
        guard result == 0 else { throw SystemError("start", path, errno: result) }
        return pid
    }

    /// CLOSE_RANGE_CLOEXEC.
    private static let closeOnExec: CUnsignedInt = 4

    /// POSIX_SPAWN_SETSID, which glibc shows only to _GNU_SOURCE.
    private static let newSession: CInt = 0x80

    private static func withVector<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}

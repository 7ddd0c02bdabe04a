import CommandLine
import Glibc
import LinuxSystem
import Runtime

/// What the flags before the command's word say; it holds for every command.
struct Globals: Sendable {
    /// The state directory.
    var root = Self.standardRoot
    var log = DiagnosticLog()
    /// The cgroup's path is a unit of systemd's: `slice:prefix:name`.
    var usesSystemd = false

    /// Volatile: no container survives the machine's restart.
    private static var standardRoot: String {
        if geteuid() == 0 { return "/run/skiff-runtime" }
        // Nobody else could have made that beforehand, unlike a directory in /tmp.
        guard let directory = getenv("XDG_RUNTIME_DIR") else { return "/run/user/\(geteuid())/skiff-runtime" }
        return String(cString: directory) + "/skiff-runtime"
    }

    /// Opens the store and does the work; an error goes to the log and, for
    /// people, to standard error.
    /// - Parameters:
    ///   - exitCode: of a failure.
    ///   - lendsStreams: standard error is to be a container's, and hears of no warning.
    func reporting(
        exitCode: Int32 = 1, lendsStreams: Bool = false,
        _ work: (borrowing ContainerStore) throws(RuntimeError) -> Int32
    ) -> Int32 {
        do throws(RuntimeError) {
            var store = try Self.open(root)
            let log = log
            store.warn = { lendsStreams ? log.write(.warning, $0) : log.warn($0) }
            return try work(store)
        } catch {
            log.report(error)
            return exitCode
        }
    }

    private static func open(_ root: String) throws(RuntimeError) -> ContainerStore {
        do { return try ContainerStore(root) } catch { throw .system(error) }
    }
}

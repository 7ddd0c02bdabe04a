import Glibc
import LinuxSystem

/// A file with nothing but a process's id in it, by which engines learn it.
enum PIDFile {
    /// Replaces the file at once: whoever waits for it reads the whole number.
    /// What is no regular file, a pipe or a device, is written to instead.
    static func write(_ pid: pid_t, to path: String) throws(SystemError) {
        let bytes = Array(String(pid).utf8)
        let slash = path.lastIndex(of: "/")
        let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        do {
            let directory = try Descriptor.open(parent, [.directory])
            if try isReplaceable(name, in: directory) {
                try directory.writeFile(name, bytes, mode: 0o644)
            } else {
                try directory.open(name, [.writeOnly, .truncate, .noControllingTerminal], resolution: []).write(bytes)
            }
        } catch {
            throw SystemError("write the pid file", path, errno: error.errno)
        }
    }

    private static func isReplaceable(_ name: String, in directory: borrowing Descriptor) throws(SystemError) -> Bool {
        do {
            return try directory.status(of: name).st_mode & S_IFMT == S_IFREG
        } catch {
            if error.errno == ENOENT { return true }
            throw error
        }
    }
}

import Glibc
import LinuxSystem

/// A file with nothing but a process's id in it, by which engines learn it.
enum PIDFile {
    /// Replaces the file at once: whoever waits for it reads the whole number.
    static func write(_ pid: pid_t, to path: String) throws(SystemError) {
        let slash = path.lastIndex(of: "/")
        let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        do {
            try Descriptor.open(parent, [.directory]).writeFile(name, Array(String(pid).utf8), mode: 0o644)
        } catch {
            throw SystemError("write the pid file", path, errno: error.errno)
        }
    }
}

import Glibc
import LinuxSystem

/// The `skiff-runtime` executable that belongs to this `skiff`.
struct RuntimeProgram: Sendable {
    let path: String

    /// Beside this executable, or where `SKIFF_RUNTIME` says.
    static func find() throws(EngineError) -> RuntimeProgram {
        if let path = getenv("SKIFF_RUNTIME").map({ String(cString: $0) }), !path.isEmpty {
            return RuntimeProgram(path: path)
        }
        return RuntimeProgram(path: try directoryOfSelf() + "/skiff-runtime")
    }

    /// This executable's own path (proc_pid_exe(5)).
    static func pathOfSelf() throws(EngineError) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { readlink("/proc/self/exe", $0.baseAddress!, $0.count) }
        guard count > 0 else {
            throw EngineError(
                .internal, "cannot find out where this program is installed",
                cause: SystemError("read", "/proc/self/exe", errno: errno))
        }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    private static func directoryOfSelf() throws(EngineError) -> String {
        let path = try pathOfSelf()
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return String(path[..<slash])
    }

    /// The executable as seen through a read-only mount of its own
    /// (CVE-2019-5736).
    func openReadOnly() throws(EngineError) -> DetachedMount {
        do {
            return try ProtectedExecutable.open(path)
        } catch {
            throw EngineError(
                .unavailable,
                "cannot use the runtime \"\(path)\": install skiff-runtime beside skiff, or set SKIFF_RUNTIME",
                cause: error)
        }
    }
}

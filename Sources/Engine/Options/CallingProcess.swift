import Glibc

/// What options may refer to of the process that was called: its working
/// directory and its environment.
public enum CallingProcess {
    /// getcwd(3); `/` when the directory is gone.
    public static func workingDirectory() -> String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    /// getenv(3); `nil` for a variable that is not set.
    public static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// A path that starts at the working directory unless it is absolute.
    /// Only a leading `.` is taken away: what `..` means is the kernel's to
    /// say, which knows the symbolic links.
    static func absolutePath(_ path: String, workingDirectory: () -> String) -> String {
        if path.hasPrefix("/") { return path }
        let directory = workingDirectory()
        if path == "." { return directory }
        let rest = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
        return directory + (directory.hasSuffix("/") ? "" : "/") + rest
    }
}

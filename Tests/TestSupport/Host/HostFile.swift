import Glibc
import LinuxSystem

/// Files of the host that tests look into.
public enum HostFile {
    /// All of its bytes.
    public static func bytes(_ path: String) throws -> [UInt8] {
        try Descriptor.open(path, .readOnly).readToEnd(limit: 256 << 20, name: path)
    }

    /// The whole text, without the last line's end.
    public static func text(_ path: String) throws -> String {
        let bytes = try bytes(path)
        return String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }

    /// Makes the file, or replaces what is in it.
    public static func write(_ text: String, to path: String) throws {
        try Descriptor.open(path, [.writeOnly, .create, .truncate], mode: 0o644).write(text, name: path)
    }

    /// What lstat(2) tells.
    public static func status(_ path: String) throws -> stat {
        var status = stat()
        try checkErrno(lstat(path, &status), "stat", path)
        return status
    }

    public static func exists(_ path: String) -> Bool { (try? status(path)) != nil }

    /// The names in a directory, sorted; none when it is absent or has just gone.
    public static func names(in path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names = [String]()
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Where a symbolic link leads, such as those in /proc/PID/ns; `nil` for none.
    public static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { readlink(path, $0.baseAddress!, $0.count) }
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }
}

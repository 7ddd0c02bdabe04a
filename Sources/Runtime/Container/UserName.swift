import Glibc
import LinuxSystem

/// Names of users of the host.
enum UserName {
    /// The name of a user by /etc/passwd; the number where that doesn't have
    /// it. getpwuid(3) would load shared libraries, which a static executable
    /// must not.
    static func of(_ user: UInt32) -> String {
        if user == 0 { return "root" }
        let number = Array(String(user).utf8)
        // A host without the file has no names.
        let lines = (try? Descriptor.open("/etc/passwd", [.readOnly]).readToEnd(limit: 1 << 20)) ?? []
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            if fields.count > 2, fields[2].elementsEqual(number) { return String(decoding: fields[0], as: UTF8.self) }
        }
        return String(user)
    }
}

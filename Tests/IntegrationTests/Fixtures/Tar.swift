import LinuxSystem
import TestSupport

/// What tar(1) says of an archive that `skiff` wrote.
enum Tar {
    /// The names, sorted, directories without their slash.
    static func names(in archive: [UInt8]) throws -> [String] {
        try Program("/bin/tar", ["-t"]).run(input: archive).succeeded().lines
            .map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }.sorted()
    }

    /// `user/group` of each of the names, by number.
    static func owners(in archive: [UInt8], of names: [String]) throws -> [String] {
        try names.map { name in
            let line = try Program("/bin/tar", ["-tv", "--numeric-owner", "-f", "-", name]).run(input: archive)
                .succeeded()
            return line.text.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        }
    }

    /// A file's content.
    static func content(in archive: [UInt8], of name: String) throws -> String {
        let result = try Program("/bin/tar", ["-xO", "-f", "-", name]).run(input: archive).succeeded()
        return String(decoding: result.output, as: UTF8.self)
    }
}

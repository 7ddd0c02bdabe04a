import Glibc
import LinuxSystem

/// A directory with all beneath it, as it can be told from another: names,
/// inodes, modes, owners, links, times of change and every byte.
public struct TreeSnapshot: Equatable, Sendable {
    /// One line a file, sorted.
    public let lines: [String]

    public init(of path: String) throws {
        var lines: [String] = []
        try Self.collect(Descriptor.open(path, [.directory]), path: "", into: &lines)
        self.lines = lines.sorted()
    }

    private static func collect(
        _ directory: borrowing Descriptor, path: String, into lines: inout [String]
    ) throws {
        lines.append(describe(path + "/", try directory.status(name: path)))
        for name in try directory.entries().map(\.shown) {
            let status = try directory.status(of: name)
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                try collect(directory.openDirectory(name), path: "\(path)/\(name)", into: &lines)
            case S_IFREG:
                let text = try String(decoding: directory.readFile(name), as: UTF8.self)
                lines.append("\(describe("\(path)/\(name)", status)) \(text)")
            case S_IFLNK:
                let target = try String(decoding: directory.symbolicLinkTarget(name), as: UTF8.self)
                lines.append("\(describe("\(path)/\(name)", status)) -> \(target)")
            default:
                lines.append("\(describe("\(path)/\(name)", status)) \(status.st_rdev)")
            }
        }
    }

    private static func describe(_ path: String, _ status: stat) -> String {
        "\(path) \(status.st_ino) \(status.st_mode) \(status.st_uid):\(status.st_gid) "
            + "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
    }
}

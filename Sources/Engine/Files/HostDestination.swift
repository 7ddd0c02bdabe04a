import Glibc
import LinuxSystem

/// Where `cp` puts something on the host, by Docker's rules.
struct HostDestination: ~Copyable {
    let directory: Descriptor
    /// The name it gets there; `nil`: its own, or none if a directory's content is meant.
    let name: String?

    static func find(_ text: String, isDirectory: Bool) throws -> HostDestination {
        let path = CopyPath(text)
        try checkParent(of: path)
        var status = stat()
        if stat(text, &status) == 0 {
            switch status.kind {
            case .directory:
                return HostDestination(directory: try Descriptor.open(text, [.pathOnly, .directory]), name: nil)
            case .regular: break
            default:
                let kind = status.kind.isDevice ? "a device" : "no file of that kind can be replaced"
                throw EngineError(
                    .invalid, "invalid output path: \"\(text)\" must be a directory or a regular file: got \(kind)")
            }
            guard !isDirectory else { throw EngineError(.invalid, "cannot copy directory: \"\(text)\" is a file") }
        } else {
            guard errno == ENOENT else { throw SystemError("stat", text, errno: errno) }
            guard isDirectory || !path.assertsDirectory else {
                throw EngineError(.notFound, "no such directory: \"\(text)\"")
            }
        }
        return try place(of: path)
    }

    /// A link is followed, also one that leads to nothing yet.
    private static func place(of path: CopyPath) throws -> HostDestination {
        var path = path
        for _ in 0..<40 {
            guard let name = path.name else { throw EngineError(.notFound, "no such directory: \"\(path.text)\"") }
            let directory = try Descriptor.open(path.parent, [.pathOnly, .directory])
            guard try directory.statusIfPresent(of: name)?.kind == .symbolicLink else {
                return HostDestination(directory: directory, name: name)
            }
            let target = String(decoding: try directory.symbolicLinkTarget(name), as: UTF8.self)
            path = CopyPath(target.hasPrefix("/") ? target : "\(path.parent)/\(target)")
        }
        throw EngineError(.invalid, "too many symbolic links in \"\(path.text)\"")
    }

    private static func checkParent(of path: CopyPath) throws(EngineError) {
        guard path.name != nil, access(path.parent, F_OK) != 0, errno == ENOENT else { return }
        let shown = CallingProcess.absolutePath(path.parent, workingDirectory: CallingProcess.workingDirectory)
        throw EngineError(.notFound, "invalid output path: directory \"\(shown)\" does not exist")
    }
}

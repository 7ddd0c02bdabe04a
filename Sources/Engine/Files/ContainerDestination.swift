import Glibc
import LinuxSystem

/// Where `cp` puts something in a container, by Docker's rules.
struct ContainerDestination: Hashable {
    /// From the container's root; links in it are the container's, and end at its root.
    let directory: String
    /// The name it gets there; `nil`: its own, or none if a directory's content is meant.
    let name: String?

    static func find(
        _ path: CopyPath, in tree: ContainerTree, _ reference: String, isDirectory: Bool
    ) throws -> ContainerDestination {
        guard let kind = try kind(of: path, in: tree) else {
            guard isDirectory || !path.assertsDirectory else {
                throw EngineError(.notFound, "no such directory: \(path.text) in container \(reference)")
            }
            return try place(of: path, in: tree, reference)
        }
        switch kind {
        case .directory: return ContainerDestination(directory: path.text, name: nil)
        case .regular:
            guard !isDirectory else {
                throw EngineError(.invalid, "cannot copy directory: \(path.text) in container \(reference) is a file")
            }
            return try place(of: path, in: tree, reference)
        default:
            throw EngineError(
                .invalid,
                "destination \"\(reference):\(path.text)\" must be a directory or a regular file"
                    + (kind.isDevice ? ": got a device" : ""))
        }
    }

    /// A directory that an archive goes to.
    static func directory(_ path: CopyPath, in tree: ContainerTree, _ reference: String) throws -> ContainerDestination
    {
        guard try kind(of: path, in: tree) == .directory else {
            throw EngineError(.invalid, "destination \"\(reference):\(path.text)\" must be a directory")
        }
        return ContainerDestination(directory: path.text, name: nil)
    }

    /// What is there, links followed; `nil` for nothing.
    private static func kind(of path: CopyPath, in tree: ContainerTree) throws(SystemError) -> FileKind? {
        do throws(SystemError) {
            return try tree.root.open(path.text, [.pathOnly], resolution: .container).status(name: path.text).kind
        } catch {
            guard error.errno == ENOENT || error.errno == ENOTDIR else { throw error }
            return nil
        }
    }

    /// A link is followed, also one that leads to nothing yet. `..` in it is
    /// left to the kernel, which knows what it means.
    private static func place(
        of path: CopyPath, in tree: ContainerTree, _ reference: String
    ) throws -> ContainerDestination {
        var path = path
        for _ in 0..<40 {
            guard let name = path.name else { break }
            let directory: Descriptor
            do throws(SystemError) {
                directory = try tree.root.open(path.parent, [.pathOnly, .directory], resolution: .container)
            } catch {
                guard error.errno == ENOENT || error.errno == ENOTDIR else { throw error }
                throw EngineError(.notFound, "could not find the file \(path.parent) in container \(reference)")
            }
            guard try directory.statusIfPresent(of: name)?.kind == .symbolicLink else {
                return ContainerDestination(directory: path.parent, name: name)
            }
            let target = String(decoding: try directory.symbolicLinkTarget(name), as: UTF8.self)
            path = CopyPath(target.hasPrefix("/") ? target : "\(path.parent)/\(target)")
        }
        throw EngineError(.invalid, "too many symbolic links in \(path.text) of container \(reference)")
    }
}

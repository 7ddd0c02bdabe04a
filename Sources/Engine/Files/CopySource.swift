import Glibc
import LinuxSystem

/// What `cp` copies: an open location, and the name that it goes by.
struct CopySource: ~Copyable {
    let location: Descriptor
    let isDirectory: Bool
    /// `nil`: what is in the directory is meant, not the directory.
    let name: String?
    /// What a link that was followed led to is called.
    let ownName: String

    /// Opens a path of the container; links end at its root.
    static func container(
        _ path: CopyPath, in tree: ContainerTree, _ reference: String, followsLinks: Bool
    ) throws -> CopySource {
        let flags = flags(path, followsLinks: followsLinks)
        do {
            let location = try tree.root.open(path.text, flags, resolution: .container)
            guard try !location.isOnKernelFilesystem(name: path.text) else {
                throw EngineError(
                    .invalid,
                    "cannot copy \(path.text) of container \(reference): its files are the kernel's, made as they are read"
                )
            }
            return try at(location, path)
        } catch let error as SystemError {
            guard error.errno == ENOENT else { throw error }
            throw EngineError(.notFound, "could not find the file \(path.text) in container \(reference)")
        }
    }

    /// Opens a path of the host.
    static func host(_ path: CopyPath, followsLinks: Bool) throws -> CopySource {
        try at(Descriptor.open(path.text, flags(path, followsLinks: followsLinks)), path)
    }

    private static func flags(_ path: CopyPath, followsLinks: Bool) -> OpenFlags {
        followsLinks || path.assertsDirectory ? [.pathOnly] : [.pathOnly, .noFollow]
    }

    private static func at(_ location: consuming Descriptor, _ path: CopyPath) throws(SystemError) -> CopySource {
        let target = try Descriptor.open("/proc/self/fd", [.pathOnly, .directory])
            .symbolicLinkTarget("\(location.number)")
        let last = target.split(separator: UInt8(ascii: "/")).last ?? []
        let ownName = String(decoding: last, as: UTF8.self)
        let isDirectory = try location.status(name: path.text).kind == .directory
        // `..` is called what the directory there is; the root isn't called anything.
        let name = path.name ?? (path.text.hasSuffix("..") && !last.isEmpty ? ownName : nil)
        return CopySource(
            location: location, isDirectory: isDirectory, name: path.meansContent ? nil : name, ownName: ownName)
    }
}

/// What `cp` has done, for the line that tells it.
public struct CopyResult: Hashable, Sendable {
    /// Bytes of files' content.
    public let size: Int64
    /// Where they went, in full.
    public let destination: String
}

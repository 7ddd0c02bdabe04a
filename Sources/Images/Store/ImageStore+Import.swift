import Archive
import Glibc
import LinuxSystem
import OCI

/// What `import` adds to a root file system.
public struct ImportOptions: Hashable, Sendable {
    /// The new image's name; without one it only has an id.
    public var reference: ImageReference?
    /// Instructions as a Dockerfile has them: `CMD ["sh"]`, `ENV A=b`.
    public var changes: [String] = []
    /// The comment in the image's history.
    public var message: String?

    public init(reference: ImageReference? = nil, changes: [String] = [], message: String? = nil) {
        self.reference = reference
        self.changes = changes
        self.message = message
    }
}

extension ImageStore {
    /// Makes an image of one layer from the archive of a root file system.
    /// - Returns: the image's id.
    public func importRootFilesystem(path: String, _ options: ImportOptions) throws(ImageError) -> Digest {
        let file = try attempt { () throws(SystemError) in
            try Descriptor.open(path, [.readOnly, .noControllingTerminal])
        }
        return try importRootFilesystem(file, name: path, options)
    }

    /// The same from an open file or a pipe.
    /// - Parameter name: what to call it in a message.
    public func importRootFilesystem(
        _ file: consuming Descriptor, name: String, _ options: ImportOptions
    ) throws(ImageError) -> Digest {
        var defaults = ContainerDefaults()
        for change in options.changes { try ConfigChange(change).apply(to: &defaults) }
        let now = Timestamp.now().description
        let config = ImageConfig(
            created: now, architecture: Platform.current.architecture, os: Platform.current.os,
            variant: Platform.current.variant, config: defaults, rootfs: ImageConfig.RootFilesystem(diffIDs: []),
            history: [ImageConfig.HistoryEntry(created: now, comment: options.message ?? "imported from \(name)")])

        let input = SharedDescriptor(file)
        let layer = IncomingLayer(name: name) { _ throws(ImageError) in
            try Self.archiveFile(input.descriptor, name: name)
        }
        // The input can be read only once, but it shares nothing that another process might remove: no second try.
        return try add([
            IncomingImage(
                references: options.reference.map { [$0] } ?? [], configuration: .template(config), layers: [layer])
        ])[0]
    }

    private static func archiveFile(_ input: borrowing Descriptor, name: String) throws(ImageError) -> IncomingFile {
        do {
            let file = try input.duplicate()
            let status = try file.status(name: name)
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                throw ImageError.invalid("\(name) is a directory; import takes a tar archive of it")
            case S_IFREG:
                return IncomingFile(source: FileSource(file, name: name), size: Int64(status.st_size))
            default: return IncomingFile(source: StreamSource(file, name: name), size: nil)
            }
        } catch {
            throw ImageError(error)
        }
    }
}

import Archive
import Cgroups
import Glibc
import Images
import LinuxSystem
import OCI
import Runtime
import StateStore

/// What `commit` adds to a container's changes.
public struct CommitOptions {
    /// The new image's name; without one it only has an id.
    public var reference: ImageReference?
    /// Who made the image, for its configuration.
    public var author: String?
    /// The comment in the image's history.
    public var message: String?
    /// Instructions as a Dockerfile has them: `CMD ["sh"]`, `ENV A=b`.
    public var changes: [String] = []
    /// The container's processes stand still while its files are read.
    public var pauses = true
    /// Told of each file that is left out, and why.
    public var leaveOut: (String) -> Void = { _ in }

    public init() {}
}

extension Engine {
    /// Makes an image of a container: its image's layers, and one of its changes.
    /// - Returns: the image's id.
    public func commit(_ reference: String, _ options: CommitOptions) throws -> Digest {
        let container = try container(reference)
        let image = try images.find(container.record.imageID)
        let config = try committedConfig(of: container, image, options)
        let archive = try captureChanges(of: container, options)
        let manifest = try images.manifest(of: image).content
        let diffIDs = try IncomingImage.diffIDs(images.config(of: image), layerCount: manifest.layers.count)
        var layers = zip(manifest.layers, diffIDs).map { blob, diffID in
            Self.storedLayer(blob, diffID, of: container.record.image)
        }
        layers.append(
            IncomingLayer(name: "the changes of container \(container.name)") { _ throws(ImageError) in
                try archive.open()
            })
        return try images.add([
            IncomingImage(
                references: options.reference.map { [$0] } ?? [], configuration: .template(config), layers: layers)
        ])[0]
    }

    private func committedConfig(
        of container: Container, _ image: Image, _ options: CommitOptions
    ) throws -> ImageConfig {
        var config = try images.config(of: image)
        var defaults = try ContainerDefaults(
            of: container.record, specification(of: container.id), image: config.config)
        for change in options.changes { try defaults.apply(change: change) }
        config.config = defaults
        config.created = Timestamp.now().description
        config.author = options.author
        let step = ImageConfig.HistoryEntry(
            created: config.created, createdBy: container.record.arguments.joined(separator: " "),
            author: options.author, comment: options.message)
        config.history = (config.history ?? []) + [step]
        return config
    }

    /// A layer that the store has. The new image's manifest is OCI's, and so is what it calls its layers.
    private static func storedLayer(_ blob: BlobDescriptor, _ diffID: Digest, of image: String) -> IncomingLayer {
        var blob = blob
        switch blob.mediaType {
        case .dockerLayer: blob.mediaType = .ociLayer
        case .dockerLayerGzip: blob.mediaType = .ociLayerGzip
        default: break
        }
        return IncomingLayer(name: blob.digest.text, expected: blob, diffID: diffID) { _ throws(ImageError) in
            throw .conflict("a layer of image \(image) is damaged: pull or load it again, or see skiff system check")
        }
    }

    /// The layer as an archive, written before anything else so that the
    /// container stands still no longer than that takes.
    private func captureChanges(of container: Container, _ options: CommitOptions) throws -> CapturedLayer {
        let file = try UnnamedFile.make(in: state.directory.makeAndOpenDirectory("staging", mode: 0o700))
        let capture = try LayerCapture(
            archive: TreeArchiver(file.descriptor.duplicate(), name: "the image store"), leaveOut: options.leaveOut)
        let upper = try writableLayer(of: container.id)
        try standingStill(options.pauses ? container : nil) {
            try capture.write(upper)
            try capture.archive.finish()
        }
        return CapturedLayer(file: try file.descriptor.duplicate(), size: capture.archive.size)
    }
}

/// The archive of a layer, in a file without a name.
private final class CapturedLayer: Sendable {
    private let file: Descriptor
    private let size: Int64

    init(file: consuming Descriptor, size: Int64) {
        self.file = file
        self.size = size
    }

    func open() throws(ImageError) -> IncomingFile {
        do {
            return IncomingFile(source: FileSource(try file.duplicate(), name: "the container's changes"), size: size)
        } catch {
            throw .system(error)
        }
    }
}

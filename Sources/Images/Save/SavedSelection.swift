import Glibc
import LinuxSystem
import OCI
import StateStore

/// The images that are being saved. Their blobs have a second name in a staging directory meanwhile, so that
/// whoever removes an image takes nothing away from the archive.
struct SavedSelection: ~Copyable {
    let images: [SavedImage]
    private let pins: Staging

    /// - Parameter names: as for `ImageStore.save`.
    init(_ names: [String], _ store: ImageStore) throws(ImageError) {
        let pins = try Staging(in: store.directory("staging"))
        let chosen = try attempt { () throws(StateError) in
            // Under the writer's lock nobody else removes a blob.
            try store.state.write { database in
                let chosen = try ChosenImage.all(names, database)
                for image in chosen { try Self.pin(image.image, in: pins.directory, store, database) }
                return chosen
            }
        }
        var images = [SavedImage]()
        for image in chosen { images.append(try SavedImage(image, pins.directory)) }
        self.images = images
        self.pins = pins
    }

    /// Opens a blob of one of the images.
    func open(_ blob: BlobDescriptor) throws(SystemError) -> Descriptor {
        try pins.directory.open(String(blob.digest.hex), [.readOnly, .noFollow], resolution: .beneath)
    }

    private static func pin(
        _ image: Image, in pins: borrowing Descriptor, _ store: ImageStore, _ database: Database
    ) throws {
        let rows = try Row.fetchAll(
            database, sql: "SELECT digest, damaged FROM image_blobs JOIN blobs USING (digest) WHERE image_id = ?",
            arguments: [image.id.text])
        for row in rows {
            let digest = try Digest(parsing: row["digest"])
            if row["damaged"] {
                throw ImageError.invalid(
                    "cannot save image \(image.shown): its blob \(digest) is damaged; pull or load the image again")
            }
            let name = String(digest.hex)
            let directory = try store.blobDirectory(digest.algorithm)
            do throws(SystemError) {
                try pins.makeHardLink(name, to: name, in: directory)
            } catch {
                // Several images share it.
                guard error.errno == EEXIST else { throw error }
            }
        }
    }
}

/// An image that the user named, and the names that it keeps.
private struct ChosenImage {
    let image: Image
    var names: [ImageReference]

    static func all(_ texts: [String], _ database: Database) throws -> [ChosenImage] {
        var chosen = [ChosenImage]()
        for text in texts {
            for choice in try choices(text, database) {
                if let known = chosen.firstIndex(where: { $0.image.id == choice.image.id }) {
                    chosen[known].names += choice.names.filter { !chosen[known].names.contains($0) }
                } else {
                    chosen.append(choice)
                }
            }
        }
        return chosen
    }

    private static func choices(_ text: String, _ database: Database) throws -> [ChosenImage] {
        // An id may be no reference.
        let reference = try? ImageReference(parsing: text)
        if let reference, !ImageReference.isExact(text) {
            // ";" is what comes after ":".
            let images = try ImageStore.images(
                database,
                where: """
                    id IN (SELECT image_id FROM image_references WHERE reference > ? AND reference < ?)
                    ORDER BY loaded, id
                    """,
                ["\(reference.name):", "\(reference.name);"])
            let choices = images.map { image in
                ChosenImage(image: image, names: image.tags.filter { $0.name == reference.name })
            }
            if !choices.isEmpty { return choices }
        }
        let image = try ImageStore.find(text, database)
        return [ChosenImage(image: image, names: image.tags.filter { $0 == reference })]
    }
}

extension SavedImage {
    fileprivate init(_ chosen: ChosenImage, _ blobs: borrowing Descriptor) throws(ImageError) {
        let digest = chosen.image.manifestDigest
        let bytes = try attempt { () throws(SystemError) in try blobs.readFile(String(digest.hex)) }
        id = chosen.image.id
        content = try decodeJSON(ImageManifest.self, bytes, name: "the manifest \(digest)")
        manifest = BlobDescriptor(mediaType: content.kind, digest: digest, size: Int64(bytes.count))
        names = chosen.names
    }
}

import LinuxSystem
import OCI
import StateStore

extension ImageStore {
    /// All images, the last loaded first.
    public func list() throws(ImageError) -> [Image] {
        try attempt { () throws(StateError) in
            try state.read { database in
                try Self.images(database, where: "TRUE ORDER BY loaded DESC, id")
            }
        }
    }

    /// The image that a user means: by its id, whole or abbreviated, or by a
    /// reference. A name goes before an abbreviated id, as it does for Docker.
    public func find(_ text: String) throws(ImageError) -> Image {
        try attempt { () throws(StateError) in
            try state.read { database in try Self.find(text, database) }
        }
    }

    /// What an image says about itself.
    public func config(of image: Image) throws(ImageError) -> ImageConfig {
        try decodeJSON(ImageConfig.self, blob(image.id), name: "the configuration of image \(image.id.short)")
    }

    /// How an index or a registry refers to the image's manifest.
    public func manifestDescriptor(of image: Image) throws(ImageError) -> BlobDescriptor {
        let bytes = try blob(image.manifestDigest)
        let manifest = try decodeJSON(ImageManifest.self, bytes, name: "the manifest \(image.manifestDigest)")
        return BlobDescriptor(mediaType: manifest.kind, digest: image.manifestDigest, size: Int64(bytes.count))
    }

    /// Refuses an image whose programs this host cannot run.
    public func requireHostPlatform(_ config: ImageConfig, of name: String) throws(ImageError) {
        guard Platform.current.distance(to: config.platform) == nil else { return }
        throw .invalid("image \(name) is for \(config.platform), this host is \(Platform.current)")
    }
}

// MARK: - Rows

extension ImageStore {
    static func find(_ text: String, _ database: Database) throws -> Image {
        let id = ImageIDText(text)
        // 64 digits, or an algorithm in front, can be no name.
        if !(id?.isUnmistakable ?? false) {
            let reference = try ImageReference(parsing: text)
            if let image = try image(named: reference, database) { return image }
        }
        let candidates = try id.map { try images($0, database) } ?? []
        guard let image = candidates.first else { throw notFound(text, isID: id?.isUnmistakable ?? false) }
        guard candidates.count == 1 else {
            let fitting = candidates.map { String($0.id.short) }.joined(separator: ", ")
            throw ImageError.conflict(
                "the id \(text) fits \(candidates.count) images (\(fitting)); give more of its digits")
        }
        return image
    }

    /// The image that has this very name; for one by digest, also the image of that manifest in the repository.
    private static func image(named reference: ImageReference, _ database: Database) throws -> Image? {
        let named = try images(
            database, where: "id = (SELECT image_id FROM image_references WHERE reference = ?)",
            [reference.description])
        if let image = named.first { return image }
        guard let digest = reference.digest else { return nil }
        // With a digest, the tag says nothing.
        let byDigest = try images(
            database,
            where: "manifest_digest = ? OR id = (SELECT image_id FROM image_references WHERE reference = ?)",
            [digest.text, "\(reference.name)@\(digest)"])
        return byDigest.first { $0.references.contains { $0.name == reference.name } }
    }

    /// The images that an id or its beginning fits; a whole one may also be a manifest's digest.
    private static func images(_ id: ImageIDText, _ database: Database) throws -> [Image] {
        let fitting = try images(database, where: "id >= ? AND id < ?", ["sha256:\(id.hex)", "sha256:\(id.hex)g"])
        guard fitting.isEmpty, id.isWhole else { return fitting }
        return try images(database, where: "manifest_digest = ? LIMIT 1", ["sha256:\(id.hex)"])
    }

    private static func notFound(_ text: String, isID: Bool) -> ImageError {
        // The text has been parsed before, unless it is an id.
        let name = isID ? text : (try? ImageReference(parsing: text))?.familiar ?? text
        return .notFound("no image \(name) here; fetch it with skiff pull, or see what there is with skiff images")
    }

    static func images(
        _ database: Database, where condition: String, _ arguments: [(any DatabaseValue)?] = []
    ) throws -> [Image] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT id, manifest_digest, size, created, loaded FROM images WHERE \(condition)",
            arguments: arguments)
        return try rows.map { row in
            let id: String = row["id"]
            let created: Int64? = row["created"]
            let references = try String.fetchAll(
                database, sql: "SELECT reference FROM image_references WHERE image_id = ? ORDER BY reference",
                arguments: [id])
            return try Image(
                id: Digest(parsing: id), manifestDigest: Digest(parsing: row["manifest_digest"]),
                references: references.map { try ImageReference(parsing: $0) }, size: row["size"],
                created: created.map(Timestamp.init(nanoseconds:)), loaded: Timestamp(nanoseconds: row["loaded"]))
        }
    }
}

/// What a user wrote, as an id or its beginning.
private struct ImageIDText {
    /// 1…64 hexadecimal digits.
    let hex: String
    /// It can be nothing else.
    let isUnmistakable: Bool
    var isWhole: Bool { hex.utf8.count == 64 }

    init?(_ text: String) {
        let algorithm = "sha256:"
        let hasAlgorithm = text.hasPrefix(algorithm)
        hex = hasAlgorithm ? String(text.dropFirst(algorithm.utf8.count)) : text
        isUnmistakable = hasAlgorithm || hex.utf8.count == 64
        let digits = Array("0123456789abcdef".utf8)
        guard (1...64).contains(hex.utf8.count), hex.utf8.allSatisfy(digits.contains) else { return nil }
    }
}

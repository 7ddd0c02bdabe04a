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

    /// Refuses an image whose programs this host cannot run.
    public func requireHostPlatform(_ config: ImageConfig, of name: String) throws(ImageError) {
        guard Platform.current.distance(to: config.platform) == nil else { return }
        throw .invalid("image \(name) is for \(config.platform), this host is \(Platform.current)")
    }
}

// MARK: - Rows

extension ImageStore {
    static func find(_ text: String, _ database: Database) throws -> Image {
        let hex = text.hasPrefix("sha256:") ? String(text.dropFirst(7)) : text
        let isHex =
            !hex.isEmpty && hex.utf8.count <= 64
            && hex.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
        if !isHex || hex.utf8.count < 64 && !text.hasPrefix("sha256:") {
            let reference = try ImageReference(parsing: text)
            let named = try images(
                database, where: "id = (SELECT image_id FROM image_references WHERE reference = ?)",
                [reference.description])
            if let image = named.first { return image }
        }
        let candidates =
            isHex ? try images(database, where: "id >= ? AND id < ?", ["sha256:\(hex)", "sha256:\(hex)g"]) : []
        guard let image = candidates.first else { throw notFound(text, isID: isHex && hex.utf8.count == 64) }
        guard candidates.count == 1 else {
            throw ImageError.conflict("the id \(text) fits \(candidates.count) images; give more of its digits")
        }
        return image
    }

    private static func notFound(_ text: String, isID: Bool) -> ImageError {
        // The text has been parsed before, unless it is an id.
        let name = isID ? text : (try? ImageReference(parsing: text))?.familiar ?? text
        return .notFound("no image \(name) here; load it with skiff load, or see what there is with skiff images")
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

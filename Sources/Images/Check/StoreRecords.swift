import OCI
import StateStore

/// All that the database says of images, at one moment.
struct StoreRecords: Sendable {
    /// A blob's row.
    struct Blob: Sendable {
        let digest: Digest
        let size: Int64
        let isDamaged: Bool
    }

    /// A layer's row.
    struct Layer: Sendable {
        let number: Int64
        let chainID: Digest
        let diffID: Digest
        let size: Int64
        let isOpaque: Bool
    }

    /// An image with its rows in other tables.
    struct Entry: Sendable {
        let image: Image
        let blobs: Set<Digest>
        /// By number, lowest first.
        let layers: [Int64]
    }

    let blobs: [Blob]
    let layers: [Layer]
    let images: [Entry]

    init(_ database: Database) throws {
        blobs = try Row.fetchAll(database, sql: "SELECT digest, size, damaged FROM blobs ORDER BY digest").map { row in
            try Blob(digest: Digest(parsing: row["digest"]), size: row["size"], isDamaged: row["damaged"])
        }
        let sql = "SELECT number, chain_id, diff_id, size, opaque FROM layers ORDER BY number"
        layers = try Row.fetchAll(database, sql: sql).map { row in
            try Layer(
                number: row["number"], chainID: Digest(parsing: row["chain_id"]),
                diffID: Digest(parsing: row["diff_id"]), size: row["size"], isOpaque: row["opaque"])
        }
        images = try ImageStore.images(database, where: "TRUE ORDER BY loaded, id").map { image in
            let digests = try String.fetchAll(
                database, sql: "SELECT digest FROM image_blobs WHERE image_id = ?", arguments: [image.id.text])
            let numbers = try Int64.fetchAll(
                database, sql: "SELECT layer FROM image_layers WHERE image_id = ? ORDER BY position",
                arguments: [image.id.text])
            return try Entry(image: image, blobs: Set(digests.map { try Digest(parsing: $0) }), layers: numbers)
        }
    }

    /// The names of the images that have the blob.
    func images(with blob: Digest) -> [String] {
        images.filter { $0.blobs.contains(blob) || $0.image.manifestDigest == blob }.map(\.image.shown)
    }

    /// The names of the images that have the layer.
    func images(withLayer number: Int64) -> [String] {
        images.filter { $0.layers.contains(number) }.map(\.image.shown)
    }
}

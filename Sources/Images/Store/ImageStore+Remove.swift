import LinuxSystem
import OCI
import StateStore

extension ImageStore {
    /// Removes a name, and the image itself when that was its last one.
    /// - Parameters:
    ///   - text: a reference, or an id, which stands for all of the image's names.
    ///   - force: removes the names of an image that a container uses, and an
    ///     image by its id although several repositories name it.
    /// - Returns: what was removed, in order.
    public func remove(_ text: String, force: Bool = false) throws(ImageError) -> [RemovedItem] {
        let removed = try attempt { () throws(StateError) in
            try state.write { database in try Self.remove(text, force: force, database) }
        }
        try collectGarbage()
        return removed
    }

    private static func remove(_ text: String, force: Bool, _ database: Database) throws -> [RemovedItem] {
        let image = try find(text, database)
        let named = try referenceMeant(text, image)
        let doomed = named.map { [$0] } ?? image.references
        let repositories = Set(doomed.map(\.name))
        guard repositories.count <= 1 || force else {
            throw ImageError.conflict(
                "image \(image.id.short) has names in \(repositories.count) repositories; remove them one by one, or use --force"
            )
        }
        let container = try String.fetchOne(
            database, sql: "SELECT name FROM containers WHERE image_id = ? LIMIT 1", arguments: [image.id.text])
        let isLast = doomed.count == image.references.count
        if let container, isLast, !force {
            throw ImageError.conflict(
                "image \(text) is used by the container \(container); remove that first, or use --force to remove the name only"
            )
        }
        for reference in doomed {
            try database.execute(
                sql: "DELETE FROM image_references WHERE reference = ?", arguments: [reference.description])
        }
        let untagged = doomed.map(RemovedItem.untagged)
        // A container's files still come from the image's layers.
        return isLast && container == nil ? try untagged + delete(image, database) : untagged
    }

    /// The one of the image's names that the user wrote; `nil` when it was its id.
    private static func referenceMeant(_ text: String, _ image: Image) throws -> ImageReference? {
        // An id, whole or in part, may not be a reference at all.
        guard let reference = try? ImageReference(parsing: text) else { return nil }
        return image.references.first { $0 == reference }
    }

    private static func delete(_ image: Image, _ database: Database) throws -> [RemovedItem] {
        let layers = try Row.fetchAll(
            database,
            sql: """
                SELECT number, chain_id FROM image_layers JOIN layers ON number = layer
                WHERE image_id = ? ORDER BY position DESC
                """,
            arguments: [image.id.text])
        try database.execute(sql: "DELETE FROM images WHERE id = ?", arguments: [image.id.text])
        try database.execute(
            sql: """
                DELETE FROM blobs WHERE digest NOT IN (SELECT digest FROM image_blobs)
                AND digest NOT IN (SELECT manifest_digest FROM images)
                """)
        var removed = [RemovedItem.deleted(image.id)]
        for layer in layers {
            let number: Int64 = layer["number"]
            try database.execute(
                sql: "DELETE FROM layers WHERE number = ? AND number NOT IN (SELECT layer FROM image_layers)",
                arguments: [number])
            if database.changesCount > 0 { removed.append(try .deleted(Digest(parsing: layer["chain_id"]))) }
        }
        return removed
    }
}

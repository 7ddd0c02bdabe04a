import LinuxSystem
import OCI
import StateStore

extension ImageStore {
    /// Removes a name, and the image itself when that was its last one, by Docker's rules.
    /// - Parameters:
    ///   - text: a reference, or an id, which stands for all of the image's names.
    ///   - force: removes the names of an image that a stopped container uses, and an image by its id
    ///     although it has several names.
    ///   - isRunning: whether the container of that id runs; the last name of its image stays in any case.
    /// - Returns: what was removed, in order.
    public func remove(
        _ text: String, force: Bool, isRunning: (String) throws -> Bool
    ) throws(ImageError) -> [RemovedItem] {
        let removed = try attempt { () throws(StateError) in
            try state.write { database in
                let image = try Self.find(text, database)
                let doomed = try Self.doomedReferences(text, image, force: force)
                guard doomed.count == image.references.count else { return try Self.untag(doomed, database) }
                let user = try Self.user(of: image, database, isRunning: isRunning)
                if let user, let refusal = Self.refusal(text, image, user, force: force) { throw refusal }
                let untagged = try Self.untag(doomed, database)
                // A container's files still come from the image's layers.
                return user == nil ? try untagged + Self.delete(image, database) : untagged
            }
        }
        try collectGarbage()
        return removed
    }

    /// The names that the text stands for.
    private static func doomedReferences(
        _ text: String, _ image: Image, force: Bool
    ) throws(ImageError) -> [ImageReference] {
        guard let named = referenceMeant(text, image) else {
            guard force || image.hasSingleName else {
                throw .conflict(
                    "conflict: unable to delete \(image.id.short) (must be forced) - image is referenced by several "
                        + "names; remove them one by one, or use --force")
            }
            return image.references
        }
        let others = image.tags.filter { $0 != named && $0.name == named.name }
        guard named.digest == nil, others.isEmpty else { return [named] }
        // What a pull noted beside the repository's last tag goes with it.
        return [named] + image.references.filter { $0.digest != nil && $0.name == named.name }
    }

    /// The one of the image's names that the user wrote; `nil` when it was its id.
    private static func referenceMeant(_ text: String, _ image: Image) -> ImageReference? {
        // An id, whole or in part, may not be a reference at all.
        guard let reference = try? ImageReference(parsing: text) else { return nil }
        return image.references.first { $0 == reference }
            ?? image.references.first { $0.name == reference.name && $0.digest == reference.digest && $0.tag == nil }
    }

    private static func untag(_ references: [ImageReference], _ database: Database) throws -> [RemovedItem] {
        for reference in references {
            try database.execute(
                sql: "DELETE FROM image_references WHERE reference = ?", arguments: [reference.description])
        }
        return references.map(RemovedItem.untagged)
    }
}

// MARK: - Who uses an image

extension ImageStore {
    /// A container that was made from an image.
    private struct User {
        let id: String
        let name: String
        let isRunning: Bool
        var shown: String { "\(id.prefix(12)) (\(name))" }
    }

    /// One that runs, if there is any; else one that doesn't.
    private static func user(
        of image: Image, _ database: Database, isRunning: (String) throws -> Bool
    ) throws -> User? {
        let rows = try Row.fetchAll(
            database, sql: "SELECT id, name FROM containers WHERE image_id = ? ORDER BY created",
            arguments: [image.id.text])
        let users = try rows.map { row in
            let id: String = row["id"]
            return User(id: id, name: row["name"], isRunning: try isRunning(id))
        }
        return users.first(where: \.isRunning) ?? users.first
    }

    /// Docker's words, and its rule of what can be forced.
    private static func refusal(_ text: String, _ image: Image, _ user: User, force: Bool) -> ImageError? {
        let id = image.id.short
        if user.isRunning {
            return .conflict(
                "conflict: unable to delete \(id) (cannot be forced) - image is being used by running container "
                    + "\(user.shown)")
        }
        if image.references.isEmpty {
            return .conflict(
                "conflict: unable to delete \(id) (cannot be forced) - image is being used by stopped container "
                    + "\(user.shown); remove that first")
        }
        if force { return nil }
        guard let reference = referenceMeant(text, image) else {
            return .conflict(
                "conflict: unable to delete \(id) (must be forced) - image is being used by stopped container "
                    + user.shown)
        }
        return .conflict(
            "conflict: unable to remove repository reference \"\(reference.familiar)\" (must force) - container "
                + "\(user.shown) is using its referenced image \(id)")
    }
}

// MARK: - The rows of an image

extension ImageStore {
    /// Removes an image, and the blobs and layers that no other one has.
    static func delete(_ image: Image, _ database: Database) throws -> [RemovedItem] {
        let layers = try Row.fetchAll(
            database,
            sql: """
                SELECT number, chain_id FROM image_layers JOIN layers ON number = layer
                WHERE image_id = ? ORDER BY position DESC
                """,
            arguments: [image.id.text])
        try database.execute(sql: "DELETE FROM images WHERE id = ?", arguments: [image.id.text])
        var removed = [RemovedItem.deleted(image.id)]
        for layer in layers {
            let number: Int64 = layer["number"]
            try database.execute(
                sql: "DELETE FROM layers WHERE number = ? AND number NOT IN (SELECT layer FROM image_layers)",
                arguments: [number])
            if database.changesCount > 0 { removed.append(try .deleted(Digest(parsing: layer["chain_id"]))) }
        }
        try deleteUnused(database)
        return removed
    }
}

extension Image {
    /// One tag at most, and references by digest of its repository alone: Docker's rule for what goes by an id.
    fileprivate var hasSingleName: Bool {
        tags.count <= 1 && Set(references.map(\.name)).count <= 1
    }
}

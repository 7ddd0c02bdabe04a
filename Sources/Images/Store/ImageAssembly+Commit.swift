import Glibc
import LinuxSystem
import OCI
import StateStore

extension ImageAssembly {
    /// Makes all staged images known at once: their parts are moved to their
    /// places and recorded in one transaction.
    /// - Throws: `ImageStore.changed` when another process removed what was to be shared.
    func commit() throws(ImageError) {
        // One call for all files instead of one a file, before any of them is known.
        try attempt { () throws(SystemError) in
            try store.state.directory.synchronizeFilesystem(name: "the image store")
        }
        try attempt { () throws(StateError) in
            try store.state.write { database in
                for image in images { try record(image, database) }
            }
        }
        for file in stagedBlobs.values { try file.forget() }
    }

    private func record(_ image: AssembledImage, _ database: Database) throws {
        for blob in image.blobs { try record(blob, database) }
        let layers = try image.layers.map { try record($0, database) }
        try insertRows(image, layers, database)
        for reference in image.references {
            try database.execute(
                sql: "INSERT OR REPLACE INTO image_references (reference, image_id) VALUES (?, ?)",
                arguments: [reference.description, image.id.text])
        }
    }

    private func insertRows(_ image: AssembledImage, _ layers: [Int64], _ database: Database) throws {
        let size = try Int64.fetchOne(
            database,
            sql:
                "SELECT coalesce(sum(size), 0) FROM layers WHERE number IN (\(layers.map(String.init).joined(separator: ",")))"
        )
        // The same image may be there already, even with another manifest; then that stays.
        try database.execute(
            sql: "INSERT OR IGNORE INTO images (id, manifest_digest, size, created, loaded) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                image.id.text, image.manifest.digest.text, size, image.created?.nanoseconds,
                Timestamp.now().nanoseconds,
            ])
        for blob in image.blobs {
            try database.execute(
                sql: "INSERT OR IGNORE INTO image_blobs (image_id, digest) VALUES (?, ?)",
                arguments: [image.id.text, blob.digest.text])
        }
        for (position, layer) in layers.enumerated() {
            try database.execute(
                sql: "INSERT OR IGNORE INTO image_layers (image_id, position, layer) VALUES (?, ?, ?)",
                arguments: [image.id.text, position, layer])
        }
    }

    private func record(_ blob: BlobDescriptor, _ database: Database) throws {
        let isSound = try Bool.fetchOne(
            database, sql: "SELECT NOT damaged FROM blobs WHERE digest = ?", arguments: [blob.digest.text])
        // A damaged one is replaced by what has come, if it has.
        if isSound == true || isSound == false && stagedBlobs[blob.digest] == nil { return }
        guard let file = stagedBlobs[blob.digest] else { throw ImageStore.changed }
        try file.move(
            to: String(blob.digest.hex), in: store.blobDirectory(blob.digest.algorithm), from: staging.directory)
        try database.execute(
            sql: """
                INSERT INTO blobs (digest, size) VALUES (?, ?)
                ON CONFLICT (digest) DO UPDATE SET size = excluded.size, damaged = FALSE
                """,
            arguments: [blob.digest.text, blob.size])
    }

    private func record(_ layer: AssembledLayer, _ database: Database) throws -> Int64 {
        let known = try Int64.fetchOne(
            database, sql: "SELECT number FROM layers WHERE chain_id = ?", arguments: [layer.chainID.text])
        if let known { return known }
        guard let staged = stagedLayers[layer.chainID] else { throw ImageStore.changed }
        try database.execute(
            sql: "INSERT INTO layers (chain_id, diff_id, size, opaque) VALUES (?, ?, ?, ?)",
            arguments: [layer.chainID.text, layer.diffID.text, staged.size, staged.isOpaque])
        let number = database.lastInsertedRowID
        try move(staged, to: String(number))
        return number
    }

    private func move(_ staged: StagedLayer, to name: String) throws {
        let layers = try store.directory("layers")
        do {
            return try staging.directory.rename(staged.name, to: name, in: layers)
        } catch {
            guard error.errno == ENOTEMPTY || error.errno == EEXIST else { throw error }
        }
        // A crash between this and the transaction's end has left one of that number.
        try layers.rename(name, to: "abandoned-\(name)", in: staging.directory)
        try staging.directory.rename(staged.name, to: name, in: layers)
    }
}

extension AssembledImage {
    /// Everything of the image that is a blob.
    fileprivate var blobs: [BlobDescriptor] { [manifest, config] + layers.map(\.blob) }
}

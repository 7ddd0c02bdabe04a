import LinuxSystem
import OCI
import StateStore

/// The root directory of an unpacked layer.
public struct LayerDirectory: Hashable, Sendable {
    /// Relative to the state directory: `layers/7/fs`.
    public let relativePath: String
    /// Absolute, for overlayfs, which takes paths only.
    public let path: String
}

extension ImageStore {
    /// The directories that make up an image's files, topmost first: the order
    /// of overlayfs's `lowerdir`.
    public func lowerDirectories(of image: Image) throws(ImageError) -> [LayerDirectory] {
        let numbers = try attempt { () throws(StateError) in
            try state.read { database in try Self.layerNumbers(of: image.id, database) }
        }
        return numbers.map(layerDirectory)
    }

    /// The root directory of a layer by its number.
    func layerDirectory(_ number: Int64) -> LayerDirectory {
        LayerDirectory(relativePath: "layers/\(number)/fs", path: "\(state.path)/layers/\(number)/fs")
    }

    /// A layer that the store has.
    struct StoredLayer {
        let number: Int64
        /// It hides all beneath it.
        let isOpaque: Bool
    }

    /// The layer of that chain, if the store has it.
    func storedLayer(_ chainID: Digest) throws(ImageError) -> StoredLayer? {
        try attempt { () throws(StateError) in
            try state.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT number, opaque FROM layers WHERE chain_id = ?", arguments: [chainID.text]
                )
                .first.map { StoredLayer(number: $0["number"], isOpaque: $0["opaque"]) }
            }
        }
    }

    /// Opens a layer's root; an entry that was tampered with is refused.
    public func open(_ layer: LayerDirectory) throws(ImageError) -> Descriptor {
        try attempt { () throws(SystemError) in
            try state.directory.open(
                layer.relativePath, [.pathOnly, .directory, .noFollow], resolution: [.beneath, .noSymbolicLinks])
        }
    }

    /// Down to the first that hides all beneath it: overlayfs itself doesn't
    /// look for that at the root.
    private static func layerNumbers(of id: Digest, _ database: Database) throws -> [Int64] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT number, opaque FROM image_layers JOIN layers ON number = layer
                WHERE image_id = ? ORDER BY position DESC
                """,
            arguments: [id.text])
        var numbers = [Int64]()
        for row in rows {
            numbers.append(row["number"])
            if row["opaque"] { break }
        }
        return numbers
    }
}

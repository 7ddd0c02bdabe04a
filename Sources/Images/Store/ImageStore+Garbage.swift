import LinuxSystem
import OCI
import StateStore

/// A file or a directory of the store that should be known to the database.
struct StoredPart {
    /// Below the state directory.
    let directory: String
    let name: RawPath

    /// Below the state directory.
    var path: String { "\(directory)/\(name.shown)" }
}

extension ImageStore {
    /// Removes what the database doesn't know: what was just removed from it,
    /// and what crashes have left. It costs one look at each of the store's
    /// directories, and is done at each change of it.
    func collectGarbage() throws(ImageError) {
        let stagings = try directory("staging")
        try attempt { () throws(SystemError) in try Staging.removeAbandoned(in: stagings) }
        try removeDownloads(olderThan: Self.downloadLifetime)
        let garbage = try Staging(in: stagings)
        try moveUnknown(to: garbage.directory)
    }

    /// The same for a user who wants room: unfinished downloads go, too, and
    /// what is removed is measured.
    /// - Returns: the bytes of disk space that it took.
    func collectAllGarbage() throws(ImageError) -> Int64 {
        let stagings = try directory("staging")
        let garbage = try Staging(in: directory("staging"))
        try moveUnknown(to: garbage.directory)
        let downloads = try removeDownloads()
        return try attempt { () throws(SystemError) in
            var measure = DiskMeasure()
            var reclaimed = try -measure.ownSize(of: ".", in: garbage.directory)
            reclaimed += try measure.size(of: ".", in: garbage.directory)
            try Staging.removeAbandoned(in: stagings) { name throws(SystemError) in
                reclaimed += try measure.size(of: name, in: stagings)
            }
            return reclaimed + downloads
        }
    }

    /// Moves blobs and layers that no image has to a directory that is going to be removed: that takes longer
    /// than the move, during which nobody else can change the database, so that nothing can become known.
    private func moveUnknown(to garbage: borrowing Descriptor) throws(ImageError) {
        try attempt { () throws(StateError) in
            try state.write { database in
                for part in try unknownParts(database) { try move(part, to: garbage) }
            }
        }
    }

    /// What stands in the store's directories and not in the database; to be asked, and moved, in a transaction
    /// that writes.
    func unknownParts(_ database: Database) throws -> [StoredPart] {
        let layers = try Int64.fetchSet(database, sql: "SELECT number FROM layers")
        var unknown = try directory("layers").entries().filter { name in
            !(Int64(name.shown).map(layers.contains) ?? false)
        }.map { StoredPart(directory: "layers", name: $0) }
        let digests = try String.fetchSet(database, sql: "SELECT digest FROM blobs")
        for algorithm in [Digest.Algorithm.sha256, .sha512] {
            unknown += try blobDirectory(algorithm).entries().filter { name in
                !digests.contains("\(algorithm.rawValue):\(name.shown)")
            }.map { StoredPart(directory: "blobs/\(algorithm.rawValue)", name: $0) }
        }
        return unknown
    }

    /// Moves a part to a directory, where it keeps its name.
    func move(_ part: StoredPart, to target: borrowing Descriptor) throws {
        let directory = try state.directory.open(
            part.directory, [.directory, .noFollow], resolution: [.beneath, .noSymbolicLinks])
        try directory.rename(part.name, to: part.name, in: target)
    }

    /// Removes the rows of blobs and layers that no image has.
    static func deleteUnused(_ database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM blobs WHERE digest NOT IN (SELECT digest FROM image_blobs)
                AND digest NOT IN (SELECT manifest_digest FROM images);
                DELETE FROM layers WHERE number NOT IN (SELECT layer FROM image_layers)
                """)
    }
}

import LinuxSystem
import OCI
import StateStore

extension ImageStore {
    /// Removes what the database doesn't know: what was just removed from it,
    /// and what crashes have left. It costs one look at each of the store's
    /// directories, and is done at each change of it.
    func collectGarbage() throws(ImageError) {
        let stagings = try directory("staging")
        try attempt { () throws(SystemError) in try Staging.removeAbandoned(in: stagings) }
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
        return try attempt { () throws(SystemError) in
            var measure = DiskMeasure()
            var reclaimed = try measure.size(of: ".", in: garbage.directory)
            try Staging.removeAbandoned(in: stagings) { name throws(SystemError) in
                reclaimed += try measure.size(of: name, in: stagings)
            }
            return reclaimed
        }
    }

    /// Moves blobs and layers that no image has to a directory that is going to be removed: that takes longer
    /// than the move, during which nobody else can change the database, so that nothing can become known.
    private func moveUnknown(to garbage: borrowing Descriptor) throws(ImageError) {
        try attempt { () throws(StateError) in
            try state.write { database in
                let layers = try Int64.fetchSet(database, sql: "SELECT number FROM layers")
                try Self.move(from: directory("layers"), to: garbage) { name in
                    Int64(name).map(layers.contains) ?? false
                }
                let digests = try String.fetchSet(database, sql: "SELECT digest FROM blobs")
                for algorithm in [Digest.Algorithm.sha256, .sha512] {
                    try Self.move(from: blobDirectory(algorithm), to: garbage) { name in
                        digests.contains("\(algorithm.rawValue):\(name)")
                    }
                }
            }
        }
    }

    private static func move(
        from directory: borrowing Descriptor, to garbage: borrowing Descriptor, unless isKnown: (String) -> Bool
    ) throws(SystemError) {
        for name in try directory.entries() where !isKnown(name.shown) {
            try directory.rename(name, to: name, in: garbage)
        }
    }
}

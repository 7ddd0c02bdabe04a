import LinuxSystem
import OCI
import StateStore

extension ImageStore {
    /// Removes what the database doesn't know: what was just removed from it,
    /// and what crashes have left.
    func collectGarbage() throws(ImageError) {
        let stagings = try directory("staging")
        try attempt { () throws(SystemError) in try Staging.removeAbandoned(in: stagings) }
        try removeDownloads(olderThan: Self.downloadLifetime)
        let staging = try Staging(in: stagings)
        // Under the writer's lock nothing can become known meanwhile. What is
        // garbage is only moved there; removing it takes longer.
        try attempt { () throws(StateError) in
            try state.write { database in
                let layers = try Int64.fetchSet(database, sql: "SELECT number FROM layers")
                try Self.move(from: directory("layers"), to: staging.directory) { name in
                    Int64(name).map(layers.contains) ?? false
                }
                for algorithm in [Digest.Algorithm.sha256, .sha512] {
                    let digests = try String.fetchSet(database, sql: "SELECT digest FROM blobs")
                    try Self.move(from: blobDirectory(algorithm), to: staging.directory) { name in
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

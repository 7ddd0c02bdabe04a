/// The database's tables, by version. A new version adds an entry to
/// `versions`; what has been released never changes.
enum Schema {
    /// Brings an older database up to date. A current one costs one look at its header.
    static func migrate(_ database: Database) throws {
        guard try version(database) != versions.count else { return }
        // The file remembers it.
        try database.execute(sql: "PRAGMA journal_mode = WAL")
        try database.transaction("EXCLUSIVE") { database in
            // Another process may have been faster.
            let current = try version(database)
            guard current <= versions.count else {
                throw StateError.invalid(
                    "the state was written by a newer skiff (schema \(current), this one knows \(versions.count)); "
                        + "update skiff")
            }
            for sql in versions[current...] { try database.execute(sql: sql) }
            try database.execute(sql: "PRAGMA user_version = \(versions.count)")
        }
    }

    private static func version(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    private static let versions = [
        // 1: images and what they are made of; containers, so far as they hold images.
        """
        CREATE TABLE blobs (
            digest TEXT PRIMARY KEY,
            size INTEGER NOT NULL
        ) WITHOUT ROWID;

        -- id: the digest of the configuration. Times are nanoseconds since 1970.
        CREATE TABLE images (
            id TEXT PRIMARY KEY,
            manifest_digest TEXT NOT NULL REFERENCES blobs (digest),
            size INTEGER NOT NULL,
            created INTEGER,
            loaded INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE image_references (
            reference TEXT PRIMARY KEY,
            image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE INDEX image_references_by_image ON image_references (image_id);

        CREATE TABLE image_blobs (
            image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
            digest TEXT NOT NULL REFERENCES blobs (digest),
            PRIMARY KEY (image_id, digest)
        ) WITHOUT ROWID;
        CREATE INDEX image_blobs_by_digest ON image_blobs (digest);

        -- The number is the name of the layer's directory and never used again.
        -- opaque: the layer hides all beneath it.
        CREATE TABLE layers (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            chain_id TEXT NOT NULL UNIQUE,
            diff_id TEXT NOT NULL,
            size INTEGER NOT NULL,
            opaque INTEGER NOT NULL
        );

        -- Position 0 is the lowest layer.
        CREATE TABLE image_layers (
            image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            layer INTEGER NOT NULL REFERENCES layers (number),
            PRIMARY KEY (image_id, position)
        ) WITHOUT ROWID;
        CREATE INDEX image_layers_by_layer ON image_layers (layer);

        CREATE TABLE containers (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            image_id TEXT NOT NULL REFERENCES images (id),
            created INTEGER NOT NULL,
            -- The block of 65536 host ids that a user namespace of its own maps to.
            id_range INTEGER UNIQUE
        ) WITHOUT ROWID;
        """,
        // 2: a blob whose file was found to be missing or wrong; it is fetched anew when it is met again.
        "ALTER TABLE blobs ADD COLUMN damaged INTEGER NOT NULL DEFAULT 0",
        // 3: volumes, and which containers use them.
        """
        -- labels, options: JSON objects of texts. project: the id by which the file system counts its size,
        -- when that is limited.
        CREATE TABLE volumes (
            name TEXT PRIMARY KEY,
            created INTEGER NOT NULL,
            anonymous INTEGER NOT NULL,
            labels TEXT NOT NULL,
            options TEXT NOT NULL,
            project INTEGER UNIQUE
        ) WITHOUT ROWID;

        CREATE TABLE container_volumes (
            container_id TEXT NOT NULL REFERENCES containers (id) ON DELETE CASCADE,
            volume TEXT NOT NULL REFERENCES volumes (name),
            PRIMARY KEY (container_id, volume)
        ) WITHOUT ROWID;
        CREATE INDEX container_volumes_by_volume ON container_volumes (volume);
        """,
        // 4: networks, and which containers use them.
        """
        -- labels, options: JSON objects of texts; subnets: a JSON array. link: the bridge's name on the host.
        CREATE TABLE networks (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            driver TEXT NOT NULL,
            created INTEGER NOT NULL,
            internal INTEGER NOT NULL,
            attachable INTEGER NOT NULL,
            link TEXT UNIQUE,
            labels TEXT NOT NULL,
            options TEXT NOT NULL,
            subnets TEXT NOT NULL
        ) WITHOUT ROWID;

        -- By name: a network that was removed and made anew is the one that the container was to use.
        CREATE TABLE container_networks (
            container_id TEXT NOT NULL REFERENCES containers (id) ON DELETE CASCADE,
            network TEXT NOT NULL,
            PRIMARY KEY (container_id, network)
        ) WITHOUT ROWID;
        CREATE INDEX container_networks_by_network ON container_networks (network);
        """,
    ]
}

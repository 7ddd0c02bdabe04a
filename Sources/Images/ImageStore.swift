// Images keeps images: it loads and imports them from archives, verifies and
// unpacks their layers, finds, lists and removes them, and says which
// directories make up a container's root. It never talks to a registry, makes
// no mount and starts no process. Engine and Registry call it.

import Archive
import LinuxSystem
import OCI
import StateStore

/// The images of a state directory, shared with any number of processes.
///
/// On disk:
///
///     blobs/sha256/HEX     manifests, configurations and layers as they came
///     downloads/sha256/HEX what interrupted pulls have left; locked while someone works on it
///     layers/NUMBER/fs     a layer unpacked, as a lower directory of overlayfs
///     staging/RANDOM/      what is not complete; locked while someone works on it
///
/// What the database doesn't know is garbage. Things are staged, moved to
/// their places and made known in one transaction, so that a crash leaves
/// nothing but garbage, which the next change of the store removes.
///
/// Locks are taken in this order, and nobody waits for one that is further up:
/// a staging directory's (only ever tried), a download's, the database's
/// writer's. Under the last, files are moved and rows changed, and nothing long
/// is done. Files of a layer are replaced only by `check`, and only while no
/// container can be using them.
public struct ImageStore: Sendable {
    let state: StateStore

    public init(_ state: StateStore) {
        self.state = state
    }

    /// A directory of the store, made when it is missing.
    func directory(_ name: String) throws(ImageError) -> Descriptor {
        try attempt { () throws(SystemError) in try state.directory.makeAndOpenDirectory(name, mode: 0o700) }
    }

    /// The directory of blobs that are named by that algorithm.
    func blobDirectory(_ algorithm: Digest.Algorithm) throws(ImageError) -> Descriptor {
        let blobs = try directory("blobs")
        return try attempt { () throws(SystemError) in
            try blobs.makeAndOpenDirectory(algorithm.rawValue, mode: 0o700)
        }
    }

    /// The directory of downloads that are named by that algorithm.
    func downloadDirectory(_ algorithm: Digest.Algorithm) throws(ImageError) -> Descriptor {
        let downloads = try directory("downloads")
        return try attempt { () throws(SystemError) in
            try downloads.makeAndOpenDirectory(algorithm.rawValue, mode: 0o700)
        }
    }

    /// A stored blob, whole and in memory; never one of a layer.
    func blob(_ digest: Digest) throws(ImageError) -> [UInt8] {
        let directory = try blobDirectory(digest.algorithm)
        return try attempt { () throws(SystemError) in try directory.readFile(String(digest.hex)) }
    }

    /// A stored blob, from an offset on, in bytes.
    public func blobSource(_ digest: Digest, from offset: Int64 = 0) throws(ImageError) -> FileSource {
        let directory = try blobDirectory(digest.algorithm)
        return try attempt { () throws(SystemError) in
            try FileSource(
                directory.open(String(digest.hex), [.readOnly, .noFollow], resolution: .beneath), name: digest.text,
                range: offset..<Int64.max)
        }
    }

    /// Whether a blob of that digest and size is stored, and not known to be damaged.
    public func holds(_ blob: BlobDescriptor) throws(ImageError) -> Bool {
        try attempt { () throws(StateError) in
            try state.read { database in
                try Int64.fetchOne(
                    database, sql: "SELECT size FROM blobs WHERE digest = ? AND NOT damaged",
                    arguments: [blob.digest.text])
                    == blob.size
            }
        }
    }

    /// Another process removed what an image was to share with others.
    static var changed: ImageError {
        .conflict("the image store changed while the image was being stored; try again")
    }
}

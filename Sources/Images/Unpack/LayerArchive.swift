import Archive
import OCI

/// A layer's file on its way to the unpacker, each step on a thread of its own:
///
///     file ──▶ read, and verified ──ring──▶ decompressed ──ring──▶ hashed, unpacked
///
/// What isn't compressed needs neither the second thread nor a second hash.
struct LayerArchive {
    /// The layer without its compression.
    let source: any ByteSource
    let compression: Compression
    /// Absent where the file's own digest is the layer's too.
    private let hashing: HashingSource?

    /// - Parameter file: the layer as it came, from its start.
    init(_ file: sending any ByteSource, hashedBy algorithm: Digest.Algorithm) throws(ImageError) {
        do {
            let window = ByteWindow(try ReadAheadSource(file))
            compression = try Compression.detect(window)
            // Safe to send: nothing but the thread that it goes to has it from then on.
            nonisolated(unsafe) let content = try compression.content(of: window)
            if compression == .none, algorithm == .sha256 {
                source = content
                hashing = nil
            } else {
                let hashing = HashingSource(try ReadAheadSource(content))
                source = hashing
                self.hashing = hashing
            }
        } catch {
            throw ImageError(error)
        }
    }

    /// Reads what is left, so that all digests are known.
    func drain() throws(ImageError) {
        let window = ByteWindow(source)
        try attempt { () throws(ArchiveError) in
            while try window.next(atMost: .max) != nil {}
        }
    }

    /// The digest of the layer without its compression, once all has been read.
    /// - Parameter blob: the file's digest.
    func diffID(_ blob: Digest) -> Digest { hashing?.digest ?? blob }

    /// What a layer is that nobody has given a type.
    var mediaType: MediaType {
        switch compression {
        case .none: .ociLayer
        case .gzip: .ociLayerGzip
        case .zstd: .ociLayerZstd
        }
    }
}

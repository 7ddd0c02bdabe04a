import Archive
import LinuxSystem
import OCI

extension ImageAssembly {
    /// Stages bytes that are in memory.
    func stage(_ bytes: [UInt8], as mediaType: MediaType) throws(ImageError) -> BlobDescriptor {
        let digest = Digest(hashing: bytes)
        if stagedBlobs[digest] == nil {
            try attempt { () throws(SystemError) in try staging.directory.writeFile(String(digest.hex), bytes) }
            stagedBlobs[digest] = Int64(bytes.count)
        }
        return BlobDescriptor(mediaType: mediaType, digest: digest, size: Int64(bytes.count))
    }

    /// Copies a layer's file into the staging directory, unless the store has
    /// it, and verifies what the archive says about it.
    func stageLayerBlob(_ layer: IncomingLayer) throws(ImageError) -> BlobDescriptor {
        if let blob = blobsByName[layer.name] { return blob }
        let blob: BlobDescriptor
        if let expected = layer.expected, try store.holds(expected) {
            blob = expected
        } else {
            blob = try copy(layer)
        }
        blobsByName[layer.name] = blob
        return blob
    }

    private func copy(_ layer: IncomingLayer) throws(ImageError) -> BlobDescriptor {
        let file = try layer.open(0)
        if let expected = layer.expected, let size = file.size, expected.size != size {
            throw .invalid("\(expected.digest) has \(size) bytes, but is said to have \(expected.size)")
        }
        let source = HashingSource(file.source, algorithm: layer.expected?.digest.algorithm ?? .sha256)
        let temporaryName = "blob"
        try staging.write(source, to: temporaryName, announced: file.size ?? 0)
        let digest = source.digest
        if let expected = layer.expected, expected.digest != digest {
            throw .invalid("the content of \(expected.digest) doesn't match its digest; it has \(digest)")
        }
        try attempt { () throws(SystemError) in
            try staging.directory.rename(temporaryName, to: String(digest.hex), in: staging.directory)
        }
        stagedBlobs[digest] = source.count
        let mediaType =
            if let expected = layer.expected { expected.mediaType } else { try Self.mediaType(openBlob(digest)) }
        return BlobDescriptor(mediaType: mediaType, digest: digest, size: source.count)
    }

    private static func mediaType(_ source: FileSource) throws(ImageError) -> MediaType {
        switch try Compression.of(source) {
        case .none: .ociLayer
        case .gzip: .ociLayerGzip
        case .zstd: .ociLayerZstd
        }
    }

    /// Opens a blob, staged or stored.
    func openBlob(_ digest: Digest) throws(ImageError) -> FileSource {
        let isStaged = stagedBlobs[digest] != nil
        let stored = try store.blobDirectory(digest.algorithm)
        let name = String(digest.hex)
        let file = try attempt { () throws(SystemError) in
            isStaged
                ? try staging.directory.open(name, [.readOnly, .noFollow], resolution: .beneath)
                : try stored.open(name, [.readOnly, .noFollow], resolution: .beneath)
        }
        return FileSource(file, name: digest.text)
    }
}

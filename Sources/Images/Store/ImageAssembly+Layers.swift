import Archive
import LinuxSystem
import OCI

extension ImageAssembly {
    /// Unpacks a layer whose blob has been verified, unless the store or an
    /// image before this one has it, and verifies its digest without compression.
    func unpack(
        _ layer: IncomingLayer, _ blob: BlobDescriptor, above lower: [AssembledLayer]
    ) throws(ImageError) -> AssembledLayer {
        if let diffID = layer.diffID {
            let chainID = Self.chainID(diffID, above: lower.last?.chainID)
            let isStored = try store.storedLayer(chainID) != nil
            if isStored || stagedLayers[chainID] != nil {
                return AssembledLayer(blob: blob, diffID: diffID, chainID: chainID)
            }
        }
        let name = "layer-\(stagedLayers.count)"
        let directory = try attempt { () throws(SystemError) in
            try staging.directory.makeAndOpenDirectory(name, mode: 0o700)
        }
        let archive = try LayerArchive(self, blob)
        let unpacker = try LayerUnpacker(archive.source, into: directory, above: roots(lower))
        do {
            try unpacker.unpack()
        } catch {
            throw error.about("layer \(blob.digest.short)")
        }
        let diffID = archive.diffID
        if let expected = layer.diffID, expected != diffID {
            throw .invalid(
                "the content of layer \(blob.digest.short) doesn't match its diff id \(expected); it has \(diffID)")
        }
        let chainID = Self.chainID(diffID, above: lower.last?.chainID)
        stagedLayers[chainID] = StagedLayer(name: name, size: unpacker.size, isOpaque: unpacker.isOpaque)
        return AssembledLayer(blob: blob, diffID: diffID, chainID: chainID)
    }

    /// A layer's blob without its compression, which knows its digest once it
    /// has been read.
    private struct LayerArchive {
        let source: any ByteSource
        private let digest: () -> Digest

        init(_ assembly: ImageAssembly, _ blob: BlobDescriptor) throws(ImageError) {
            let isPlain = try Compression.of(assembly.openBlob(blob.digest)) == .none
            if isPlain, blob.digest.algorithm == .sha256 {
                // The digest that has been verified already.
                source = try assembly.openBlob(blob.digest)
                digest = { blob.digest }
            } else {
                let file = try assembly.openBlob(blob.digest)
                let hashing = try HashingSource(attempt { () throws(ArchiveError) in try Compression.decompress(file) })
                source = hashing
                digest = { hashing.digest }
            }
        }

        var diffID: Digest { digest() }
    }

    static func chainID(_ diffID: Digest, above parent: Digest?) -> Digest {
        guard let parent else { return diffID }
        return Digest(hashing: Array("\(parent) \(diffID)".utf8))
    }

    /// The roots of the layers beneath, topmost first.
    private func roots(_ layers: [AssembledLayer]) throws(ImageError) -> [SharedDescriptor] {
        var roots = [SharedDescriptor]()
        for layer in layers.reversed() {
            if let staged = stagedLayers[layer.chainID] {
                roots.append(
                    try attempt { () throws(SystemError) in
                        try SharedDescriptor(
                            staging.directory.open("\(staged.name)/fs", [.pathOnly, .directory], resolution: .beneath))
                    })
                if staged.isOpaque { break }
            } else {
                guard let stored = try store.storedLayer(layer.chainID) else { throw ImageStore.changed }
                roots.append(try SharedDescriptor(store.open(store.layerDirectory(stored.number))))
                if stored.isOpaque { break }
            }
        }
        return roots
    }
}

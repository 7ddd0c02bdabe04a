import Archive
import LinuxSystem
import OCI

extension ImageAssembly {
    /// Puts an image's layers on each other, as they come in.
    func assemble(_ steps: [LayerPlan.Step]) throws(ImageError) -> [AssembledLayer] {
        var layers = [AssembledLayer]()
        // Those that show through, topmost first; opened when the first layer has to know them.
        var lower: [SharedDescriptor]?
        for step in steps {
            let received = try step.job?.wait()
            let layer = try identify(step, received, above: layers.last?.chainID)
            if let file = received?.file { stagedBlobs[layer.blob.digest] = file }
            let isStored = try store.storedLayer(layer.chainID) != nil
            if !isStored, stagedLayers[layer.chainID] == nil {
                guard let job = step.job, let received else { throw ImageStore.changed }
                let roots = if let lower { lower } else { try self.roots(layers) }
                do {
                    stagedLayers[layer.chainID] = try settle(
                        received, job, diffID: layer.diffID, above: LowerLayers(roots))
                } catch {
                    throw error.about("layer \(layer.blob.digest.short)")
                }
                lower = roots
            }
            lower = try lower.map { roots throws(ImageError) in try add(layer, to: roots) }
            step.job?.progress.begin(.complete)
            layers.append(layer)
        }
        return layers
    }

    /// What the layer is, which must be what was announced.
    private func identify(
        _ step: LayerPlan.Step, _ received: ReceivedLayer?, above parent: Digest?
    ) throws(ImageError) -> AssembledLayer {
        guard let blob = received?.blob ?? step.layer.expected, let diffID = received?.diffID ?? step.layer.diffID
        else { throw ImageStore.changed }
        if let expected = step.layer.diffID, expected != diffID {
            // Nobody is going to go on with what is not what it should be.
            try received?.file?.forget()
            throw Self.mismatch(expected, diffID).about("layer \(blob.digest.short)")
        }
        return AssembledLayer(blob: blob, diffID: diffID, chainID: Digest(chaining: diffID, above: parent))
    }

    private static func mismatch(_ expected: Digest, _ found: Digest) -> ImageError {
        .invalid("its content doesn't match its diff id \(expected); it has \(found)")
    }

    /// Gives an unpacked layer its place above others; if it cannot have that,
    /// or has another one in this image or the next, it is unpacked again.
    private func settle(
        _ received: ReceivedLayer, _ job: LayerJob, diffID: Digest, above lower: LowerLayers
    ) throws(ImageError) -> StagedLayer {
        if let unpacked = received.unpacked, !stagedLayers.values.contains(where: { $0.name == unpacked.name }),
            try unpacked.settle(above: lower)
        {
            return StagedLayer(unpacked)
        }
        let digest = received.blob.digest
        let source =
            if let file = received.file { try file.source(name: digest.text) } else { try store.blobSource(digest) }
        let archive = try LayerArchive(source, hashedBy: digest.algorithm)
        lastNumber += 1
        guard let unpacked = try LayerUnpacker.unpack(archive, "layer-\(lastNumber)", above: lower, in: transfer),
            try unpacked.settle(above: lower)
        else { throw ImageStore.changed }
        guard archive.diffID(digest) == diffID else { throw Self.mismatch(diffID, archive.diffID(digest)) }
        return StagedLayer(unpacked)
    }

    /// The roots of the layers beneath, topmost first.
    private func roots(_ layers: [AssembledLayer]) throws(ImageError) -> [SharedDescriptor] {
        var roots = [SharedDescriptor]()
        for layer in layers { roots = try add(layer, to: roots) }
        return roots
    }

    /// Puts a layer's root on top of those beneath it, of which it may hide all.
    private func add(_ layer: AssembledLayer, to roots: [SharedDescriptor]) throws(ImageError) -> [SharedDescriptor] {
        if let staged = stagedLayers[layer.chainID] {
            let root = try attempt { () throws(SystemError) in
                try SharedDescriptor(
                    staging.directory.open("\(staged.name)/fs", [.pathOnly, .directory], resolution: .beneath))
            }
            return staged.isOpaque ? [root] : [root] + roots
        }
        guard let stored = try store.storedLayer(layer.chainID) else { throw ImageStore.changed }
        let root = try SharedDescriptor(store.open(store.layerDirectory(stored.number)))
        return stored.isOpaque ? [root] : [root] + roots
    }
}

extension StagedLayer {
    fileprivate init(_ layer: UnpackedLayer) {
        self.init(name: layer.name, size: layer.size, isOpaque: layer.isOpaque)
    }
}

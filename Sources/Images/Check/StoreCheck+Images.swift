import OCI

extension StoreCheck {
    /// Compares an image's rows with what its manifest and its configuration say.
    func check(_ entry: StoreRecords.Entry) throws(ImageError) {
        let image = entry.image
        // A damaged one has been told already, with the images that have it.
        guard soundBlobs.isSuperset(of: [image.manifestDigest, image.id]) else { return }
        guard let disagreement = try disagreement(entry) else { return }
        guard try isStillThere("SELECT TRUE FROM images WHERE id = ?", image.id.text) else { return }
        let advice = "remove the image with skiff rmi --force, then load or pull it again"
        report.problems.append(
            StoreProblem(
                subject: .image, name: image.id.text, reason: disagreement, images: [image.shown],
                outcome: repairs ? .remains(advice) : .found))
    }

    private func disagreement(_ entry: StoreRecords.Entry) throws(ImageError) -> String? {
        let image = entry.image
        let manifest: ImageManifest
        let config: ImageConfig
        do {
            let bytes = try store.blob(image.manifestDigest)
            manifest = try decodeJSON(ImageManifest.self, bytes, name: "its manifest")
            config = try store.config(of: image)
        } catch {
            return "it cannot be read: \(error)"
        }
        if manifest.config.digest != image.id { return "its manifest is of another image, \(manifest.config.digest)" }
        let needed = [image.manifestDigest, image.id] + manifest.layers.map(\.digest)
        if let absent = needed.first(where: { !entry.blobs.contains($0) }) {
            return "its blob \(absent) is not recorded"
        }
        guard config.rootfs.diffIDs.count == entry.layers.count, manifest.layers.count == entry.layers.count else {
            return "it has \(config.rootfs.diffIDs.count) layers, of which \(entry.layers.count) are recorded"
        }
        var chainID: Digest?
        for (diffID, number) in zip(config.rootfs.diffIDs, entry.layers) {
            let layer = records.layers.first { $0.number == number }
            guard let digest = try? Digest(parsing: diffID), digest == layer?.diffID else {
                return "its layer \(diffID) is recorded as another one"
            }
            chainID = Digest(chaining: digest, above: chainID)
            guard chainID == layer?.chainID else { return "its layer \(diffID) is recorded above other layers" }
        }
        for (number, blob) in zip(entry.layers, manifest.layers) where soundBlobs.contains(blob.digest) {
            layerBlobs[number] = blob.digest
        }
        return nil
    }
}

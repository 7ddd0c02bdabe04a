import OCI

/// Which layers have to come in, found out before any of them does.
struct LayerPlan {
    /// One layer of an image.
    struct Step {
        let layer: IncomingLayer
        /// What brings it in, maybe for other images too; `nil`: the store has it.
        let job: LayerJob?
    }

    private let store: ImageStore
    private let progress: TransferProgress?
    /// In the order in which they are needed.
    private(set) var jobs: [LayerJob] = []
    private var jobsByName: [String: LayerJob] = [:]

    init(_ store: ImageStore, _ progress: TransferProgress?) {
        self.store = store
        self.progress = progress
    }

    /// Plans an image's layers, lowest first.
    mutating func add(_ layers: [IncomingLayer]) throws(ImageError) -> [Step] {
        // overlayfs: OVL_MAX_STACK.
        guard layers.count <= 500 else {
            throw .invalid("the image has \(layers.count) layers, but a container's root has room for 500")
        }
        var steps = [Step]()
        var chainID: Digest?
        var isChainKnown = true
        for layer in layers {
            isChainKnown = isChainKnown && layer.diffID != nil
            chainID = layer.diffID.map { Digest(chaining: $0, above: chainID) }
            let isUnpacked =
                if isChainKnown, let chainID { try store.storedLayer(chainID) != nil } else { false }
            steps.append(Step(layer: layer, job: try job(layer, isUnpacked: isUnpacked)))
        }
        return steps
    }

    private mutating func job(_ layer: IncomingLayer, isUnpacked: Bool) throws(ImageError) -> LayerJob? {
        if let known = jobsByName[layer.name] { return known }
        let line = LayerProgress(
            progress, label: layer.expected?.digest.short ?? layer.name[...], total: layer.expected?.size)
        if isUnpacked, let expected = layer.expected, try store.holds(expected) {
            line.begin(.exists)
            return nil
        }
        let job = LayerJob(layer, number: jobs.count, isUnpacked: isUnpacked, line)
        jobs.append(job)
        jobsByName[layer.name] = job
        return job
    }
}

extension Digest {
    /// A layer's chain id (OCI image specification, "Layer ChainID").
    /// - Parameter parent: that of the layer beneath; `nil` for the lowest.
    init(chaining diffID: Digest, above parent: Digest?) {
        if let parent {
            self.init(hashing: Array("\(parent) \(diffID)".utf8))
        } else {
            self = diffID
        }
    }
}

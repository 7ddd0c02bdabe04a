import Glibc
import LinuxSystem
import OCI
import StateStore

extension StoreCheck {
    /// Unpacks each layer again from its blob, the lowest first, and compares what comes of it with the files
    /// that are there.
    func checkLayers() throws(ImageError) {
        var checked = Set<Int64>()
        for entry in records.images {
            for (position, number) in entry.layers.enumerated() where checked.insert(number).inserted {
                guard let layer = records.layers.first(where: { $0.number == number }) else { continue }
                try check(layer, above: Array(entry.layers[..<position]))
            }
        }
    }

    private func check(_ layer: StoreRecords.Layer, above lower: [Int64]) throws(ImageError) {
        let stored = try storedRoot(of: layer.number)
        guard let blob = layerBlobs[layer.number] else {
            // A damaged blob has been told already.
            if stored == nil { try report(layer, "its files are missing", .needsPull) }
            return
        }
        let fresh: RestoredLayer
        do throws(ImageError) {
            fresh = try unpack(blob, layer, above: lower)
        } catch {
            guard case .invalid(let reason) = error else { throw error }
            return try report(layer, "its blob cannot be unpacked: \(reason)", .remains("pull or load the image again"))
        }
        guard let damage = try damage(of: layer, stored, fresh) else {
            return try attempt { () throws(SystemError) in try staging.directory.removeTree(fresh.name) }
        }
        // What lies above is unpacked above this one.
        restored[layer.number] = fresh
        try report(layer, damage, repairs ? replace(layer, by: fresh) : .found)
    }

    private func report(
        _ layer: StoreRecords.Layer, _ reason: String, _ outcome: StoreProblem.Outcome
    ) throws(ImageError) {
        guard try isStillThere("SELECT TRUE FROM layers WHERE number = ?", layer.number) else { return }
        report.problems.append(
            StoreProblem(
                subject: .layer, name: layer.diffID.text, reason: reason,
                images: records.images(withLayer: layer.number), outcome: outcome))
    }

    /// `nil` when there is none.
    private func storedRoot(of number: Int64) throws(ImageError) -> SharedDescriptor? {
        do {
            return try SharedDescriptor(store.open(store.layerDirectory(number)))
        } catch {
            guard case .system(let cause) = error, cause.isMissingDirectory else { throw error }
            return nil
        }
    }

    private func damage(
        of layer: StoreRecords.Layer, _ stored: SharedDescriptor?, _ fresh: RestoredLayer
    ) throws(ImageError) -> String? {
        guard let stored else { return "its files are missing" }
        if layer.size != fresh.size { return "its size is recorded as \(layer.size), and is \(fresh.size)" }
        if layer.isOpaque != fresh.isOpaque { return "what it hides of the layers beneath is recorded wrongly" }
        do {
            var comparison = try TreeComparison(
                of: stored.descriptor.duplicate(), with: root(of: fresh), unpackedSince: fresh.began)
            try comparison.compare()
            guard let first = comparison.firstDifference else { return nil }
            let others = comparison.differenceCount - 1
            return others == 0 ? first : "\(first), and \(others) more"
        } catch {
            throw ImageError(error)
        }
    }

    private func root(of layer: RestoredLayer) throws(SystemError) -> Descriptor {
        try staging.directory.open(
            "\(layer.name)/fs", [.pathOnly, .directory, .noFollow], resolution: [.beneath, .noSymbolicLinks])
    }
}

// MARK: - Unpacking again

/// A layer that was unpacked again.
struct RestoredLayer: Sendable {
    /// The name of its directory in the staging directory, in which its root is `fs`.
    let name: String
    let size: Int64
    let isOpaque: Bool
    /// A moment before the first of its files was made.
    let began: FileTime
    /// It has taken the place of the damaged one.
    var isInPlace = false
}

extension StoreCheck {
    private func unpack(
        _ blob: Digest, _ layer: StoreRecords.Layer, above lower: [Int64]
    ) throws(ImageError) -> RestoredLayer {
        let name = "layer-\(layer.number)"
        // The kernel's clock for files lags by up to a tick.
        let began = FileTime(seconds: Timestamp.now().nanoseconds / 1_000_000_000 - 1)
        let unpacked = try unpackAgain(blob, to: name, diffID: layer.diffID, above: roots(lower))
        return RestoredLayer(name: name, size: unpacked.size, isOpaque: unpacked.isOpaque, began: began)
    }

    /// The roots of the layers beneath as they must be, topmost first.
    private func roots(_ lower: [Int64]) throws(ImageError) -> [SharedDescriptor] {
        var roots = [SharedDescriptor]()
        for number in lower.reversed() {
            let isOpaque: Bool
            if let fresh = restored[number], !fresh.isInPlace {
                roots.append(try SharedDescriptor(attempt { () throws(SystemError) in try root(of: fresh) }))
                isOpaque = fresh.isOpaque
            } else {
                guard let stored = try storedRoot(of: number) else { throw .invalid("a layer beneath is missing") }
                roots.append(stored)
                isOpaque = records.layers.first { $0.number == number }?.isOpaque ?? false
            }
            if isOpaque { break }
        }
        return roots
    }
}

// MARK: - Replacing

extension StoreCheck {
    /// Puts the layer in the place of the damaged one, unless somebody uses that.
    private func replace(
        _ layer: StoreRecords.Layer, by fresh: RestoredLayer
    ) throws(ImageError) -> StoreProblem.Outcome {
        try attempt { () throws(SystemError) in
            try store.state.directory.synchronizeFilesystem(name: "the image store")
        }
        let user = try attempt { () throws(StateError) in
            try store.state.write { database -> String? in
                let containers = try Row.fetchAll(
                    database,
                    sql: "SELECT id, name FROM containers JOIN image_layers USING (image_id) WHERE layer = ?",
                    arguments: [layer.number])
                if let user = try containers.first(where: { try mayRun($0["id"]) }) { return user["name"] }
                try exchange(fresh, with: layer)
                try database.execute(
                    sql: "UPDATE layers SET size = ?, opaque = ? WHERE number = ?",
                    arguments: [fresh.size, fresh.isOpaque, layer.number])
                return nil
            }
        }
        if let user { return .remains("container \(user) uses it; stop that and check again") }
        restored[layer.number]?.isInPlace = true
        return .repaired
    }

    private func exchange(_ fresh: RestoredLayer, with layer: StoreRecords.Layer) throws {
        let layers = try store.directory("layers")
        let name = String(layer.number)
        do throws(SystemError) {
            try staging.directory.exchange(fresh.name, with: name, in: layers)
        } catch {
            guard error.errno == ENOENT else { throw error }
            try staging.directory.rename(fresh.name, to: name, in: layers)
        }
    }
}

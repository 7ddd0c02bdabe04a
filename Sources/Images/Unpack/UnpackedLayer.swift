import LinuxSystem

/// A layer that was unpacked without a look at those beneath it.
struct UnpackedLayer: Sendable {
    /// The name of its directory in the staging directory.
    let name: String
    /// Its root, `fs` in that directory.
    let root: SharedDescriptor
    /// Bytes of file content.
    let size: Int64
    /// The layer hides all beneath it.
    let isOpaque: Bool
    let journal: LayerJournal
}

extension UnpackedLayer {
    /// Makes the layer what it would be if it had been unpacked onto those
    /// beneath it: names that are there are hidden, and directories that no
    /// entry made are like those of their path. Then all directories get their
    /// modes, owners and times, which every file in them would have changed.
    /// - Returns: false when the layer has to be unpacked again after all,
    ///   because a link of a lower layer leads elsewhere.
    func settle(above lower: LowerLayers) throws(ImageError) -> Bool {
        do {
            guard try lower.isEmpty || answerQuestions(lower) else { return false }
            try journal.forEach { record in
                switch record {
                case .directory(let path, let attributes): try apply(attributes, at: path)
                case .new(let path): try apply(.implied, at: path)
                case .implied(let path):
                    let beneath = try lower.entry(at: path)
                    if case .directory(let attributes) = beneath {
                        try apply(attributes, at: path)
                    } else {
                        try apply(.implied, at: path)
                    }
                case .whiteout: break
                }
            }
            return true
        } catch {
            throw ImageError(error)
        }
    }

    private func answerQuestions(_ lower: LowerLayers) throws -> Bool {
        var isPossible = true
        try journal.forEach { record in
            guard isPossible else { return }
            switch record {
            case .implied(let path):
                if case .symbolicLink = try lower.entry(at: path) { isPossible = false }
            case .whiteout(let path):
                if case .absent = try lower.entry(at: path) { return }
                isPossible = try hide(path)
            case .directory, .new: break
            }
        }
        return isPossible
    }

    /// - Returns: false when something has come to the place later, so that
    ///   only the archive's order can tell what is hidden.
    private func hide(_ path: [UInt8]) throws(SystemError) -> Bool {
        let slash = path.lastIndex(of: UInt8(ascii: "/"))
        let name = RawPath(unchecked: Array(path[(slash.map { $0 + 1 } ?? 0)...]))
        do {
            let parent = try root.descriptor.open(
                RawPath(unchecked: Array(path[..<(slash ?? 0)])), [.pathOnly, .directory], resolution: .container)
            if let status = try parent.statusIfPresent(of: name) { return Whiteout.isWhiteout(status) }
            try Whiteout.make(name, in: parent)
            return true
        } catch {
            guard error.isMissingDirectory else { throw error }
            return false
        }
    }

    private func apply(_ final: DirectoryAttributes, at path: [UInt8]) throws(SystemError) {
        let rawPath = RawPath(unchecked: path)
        do {
            let directory = try root.descriptor.open(rawPath, [.directory, .noFollow], resolution: .container)
            if final.owner != .root { try directory.setOwner(final.owner, name: rawPath.shown) }
            try directory.setMode(final.mode, name: rawPath.shown)
            if let time = final.modified { try directory.setTime(time, name: rawPath.shown) }
        } catch {
            // A later entry took the directory's place.
            guard error.isMissingDirectory else { throw error }
        }
    }
}

import OCI

extension ContainerSettings {
    /// The user's mounts with cleaned targets and the image's volumes, outer before inner.
    static func mounts(_ options: RunOptions, _ image: ContainerDefaults?) throws(EngineError) -> [MountOption] {
        let asked = try options.mounts.map { option throws(EngineError) in
            guard option.target.hasPrefix("/") else {
                throw EngineError(.invalid, "mount target \"\(option.target)\" is not absolute: start it with \"/\"")
            }
            var mount = option
            mount.target = option.target.cleanedPath
            return mount
        }
        let mounts = try asked + imageVolumes(image, except: asked.map(\.target))
        let depth: (MountOption) -> Int = { $0.target.utf8.count { $0 == UInt8(ascii: "/") } }
        // sort(by:) keeps the order of equals, so that mounts beside each other stay as given.
        return mounts.sorted { depth($0) < depth($1) }
    }

    /// More than any image needs; each is a directory, a row and a mount.
    private static let volumeLimit = 256

    /// Docker's rule: an anonymous volume for each that the image asks for, where the user has mounted nothing.
    private static func imageVolumes(
        _ image: ContainerDefaults?, except targets: [String]
    ) throws(EngineError) -> [MountOption] {
        let volumes = image?.volumes ?? [:]
        guard volumes.count <= volumeLimit else {
            throw EngineError(.invalid, "the image asks for \(volumes.count) volumes: \(volumeLimit) are the most")
        }
        var found = [MountOption]()
        for path in volumes.keys.sorted() {
            guard path.hasPrefix("/"), path.cleanedPath != "/" else {
                throw EngineError(
                    .invalid, "the image asks for a volume at \"\(path)\": it can be at an absolute path beneath / only"
                )
            }
            let target = path.cleanedPath
            if targets.contains(target) || found.contains(where: { $0.target == target }) { continue }
            found.append(MountOption(source: .volume(VolumeMount()), target: target))
        }
        return found
    }
}

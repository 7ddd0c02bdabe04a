extension ContainerSettings {
    /// The user's mounts with cleaned targets, outer before inner.
    static func mounts(_ options: RunOptions) throws(EngineError) -> [MountOption] {
        let mounts = try options.mounts.map { option throws(EngineError) in
            guard option.target.hasPrefix("/") else {
                throw EngineError(.invalid, "mount target \"\(option.target)\" is not absolute: start it with \"/\"")
            }
            var mount = option
            mount.target = option.target.cleanedPath
            return mount
        }
        let depth: (MountOption) -> Int = { $0.target.utf8.count { $0 == UInt8(ascii: "/") } }
        // sort(by:) keeps the order of equals, so that mounts beside each other stay as given.
        return mounts.sorted { depth($0) < depth($1) }
    }
}

import LinuxSystem

extension DetachedMount {
    /// A copy of the mount at an open location, with the options applied.
    static func clone(
        of location: borrowing Descriptor, options: MountOptions, name: String
    ) throws(SystemError) -> DetachedMount {
        let clone = try clone(of: location, recursive: options.isRecursiveBind, name: name)
        try clone.apply(options, name: name)
        return clone
    }

    /// Applies what the options say of the mount itself.
    func apply(_ options: MountOptions, name: String) throws(SystemError) {
        try change(options.recursiveAttributes, recursive: true, name: name)
        try change(options.attributes, recursive: false, name: name)
        // A copy of a shared mount stays its peer (mount_namespaces(7)): what a container mounts
        // on it would appear on the host. So nothing spreads unless it is asked.
        try spread(options.propagation ?? .recursivelyPrivate, name: name)
    }

    /// How mounts beneath it spread.
    func spread(_ propagation: MountPropagation, name: String) throws(SystemError) {
        try setPropagation(propagation.flag, recursive: propagation.isRecursive, name: name)
    }

    private func change(_ change: MountAttributeChange, recursive: Bool, name: String) throws(SystemError) {
        if change.isEmpty { return }
        try setAttributes(change.set, clearing: change.clear, recursive: recursive, name: name)
    }
}

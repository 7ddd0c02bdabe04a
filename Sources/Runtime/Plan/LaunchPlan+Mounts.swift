import LinuxSystem
import OCI

extension LaunchPlan {
    /// The mounts of the specification, in their order. Sources on the host are
    /// opened now, by the parent; the child sees nothing but detached mounts.
    /// - Returns: the mounts that become read-only when everything beneath them is in place.
    mutating func addMounts(
        _ mounts: [RuntimeSpec.Mount], context: MountContext
    ) throws(RuntimeError) -> [MountChange] {
        let label = try context.label()
        var later: [MountChange] = []
        for (index, mount) in mounts.enumerated() {
            let field = "mounts[\(index)]"
            let target = try MountTarget(mount.destination, field: field)
            var options = MountOptions(mount.options ?? [])
            let ownerMap = try OwnerMap(mount, options: options, linux: context.linux, field: field)
            if let option = options.subdirectory, options.isRemount || !mount.isBind(options) {
                throw .invalid(
                    field: "\(field).options[\(option.index)]", reason: "\"\(option.text)\" is for bind mounts only")
            }
            if options.isRemount {
                try remount(at: target, options: options, field: field)
            } else if mount.isBind(options) {
                try bind(mount, at: target, options: options, ownerMap: ownerMap, host: (context, field))
            } else if ownerMap != nil {
                throw .invalid(field: field, reason: "owners can be mapped of bind mounts only (idmap)")
            } else if mount.type == "cgroup" {
                try mountCgroups(at: target, options: options, views: context.views, field: field)
            } else {
                if let change = Self.postponeReadOnly(of: mount, at: target, options: &options) {
                    later.append(change)
                }
                try mountNew(mount, at: target, options: options, label: label, host: (context, field))
            }
        }
        return later
    }

    /// What devices and other mounts are made in can't be read-only yet.
    private static func postponeReadOnly(
        of mount: RuntimeSpec.Mount, at target: MountTarget, options: inout MountOptions
    ) -> MountChange? {
        guard mount.type == "tmpfs" || target.isDevices, options.attributes.take(.readOnly) else { return nil }
        var change = MountAttributeChange()
        change.turnOn(.readOnly)
        return MountChange(path: target.path, change: change)
    }

    /// Changes the attributes of the mount that stands at the destination;
    /// what the options don't speak of stays.
    private mutating func remount(
        at target: MountTarget, options: MountOptions, field: String
    ) throws(RuntimeError) {
        try Self.refuseFilesystemOptions(options, of: "a mount that is there already", field: field)
        if let option = options.ownerMap {
            throw .invalid(
                field: "\(field).options[\(option.index)]", reason: "owners can be mapped of new bind mounts only")
        }
        if !options.recursiveAttributes.isEmpty {
            append(
                .changeMount(MountChange(path: target.path, change: options.recursiveAttributes, isRecursive: true)))
        }
        append(.changeMount(MountChange(path: target.path, change: options.attributes)))
        if let propagation = options.propagation {
            append(
                .changeMount(
                    MountChange(
                        path: target.path, change: MountAttributeChange(), propagation: propagation.flag,
                        isRecursive: propagation.isRecursive)))
        }
    }

    /// Whether /dev is the host's.
    static func bindsDevices(_ mounts: [RuntimeSpec.Mount]) throws(RuntimeError) -> Bool {
        for (index, mount) in mounts.enumerated() where mount.isBind(MountOptions(mount.options ?? [])) {
            if try MountTarget(mount.destination, field: "mounts[\(index)]").isDevices { return true }
        }
        return false
    }

    /// Options of a file system say nothing of a mount that shares its own with others.
    static func refuseFilesystemOptions(
        _ options: MountOptions, of kind: String, field: String
    ) throws(RuntimeError) {
        if let option = options.superblock.first {
            throw .invalid(
                field: "\(field).options[\(option.index)]",
                reason: "\"\(option.text)\" is an option of the file system; \(kind) can't change it")
        }
        if let option = options.copyUp {
            throw .invalid(field: "\(field).options[\(option.index)]", reason: "tmpcopyup is for tmpfs only")
        }
        if let option = options.parameters.first {
            throw .invalid(
                field: "\(field).options[\(option.index)]", reason: "unknown option \"\(option.text)\" for \(kind)")
        }
    }
}

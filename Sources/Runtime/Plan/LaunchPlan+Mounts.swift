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
            if options.isRemount {
                try remount(mount, at: target, options: options, field: field)
            } else if mount.isBind(options) {
                try Self.refuseFilesystemOptions(options, of: "a bind mount", field: field)
                try bind(mount, at: target, options: options, ownerMap: ownerMap, host: (context, field))
            } else if ownerMap != nil {
                throw .invalid(field: field, reason: "owners can be mapped of bind mounts only (idmap)")
            } else if mount.type == "cgroup" {
                try Self.refuseFilesystemOptions(options, of: "a cgroup mount", field: field)
                try mountCgroups(at: target, options: options, views: context.views, field: field)
            } else {
                // What devices and other mounts are made in can't be read-only yet.
                if mount.type == "tmpfs" || target.isDevices, options.attributes.take(.readOnly) {
                    var change = MountAttributeChange()
                    change.turnOn(.readOnly)
                    later.append(MountChange(path: target.path, change: change))
                }
                try mountNew(mount, at: target, options: options, label: label, host: (context, field))
            }
        }
        return later
    }

    private mutating func mountNew(
        _ mount: RuntimeSpec.Mount, at target: MountTarget, options: MountOptions, label: String?,
        host: (context: MountContext, field: String)
    ) throws(RuntimeError) {
        let field = host.field
        guard let type = mount.type, !type.isEmpty else {
            throw .invalid(field: "\(field).type", reason: "is required unless the mount is a bind mount")
        }
        if let copyUp = options.copyUp, type != "tmpfs" {
            throw .invalid(field: "\(field).options[\(copyUp.index)]", reason: "tmpcopyup is for tmpfs only")
        }
        var target = target
        target.isDirect = type == "proc" || type == "sysfs"
        guard !target.isProc || type == "proc" else {
            throw .invalid(field: "\(field).type", reason: "on /proc it has to be proc, not \(type)")
        }
        var filesystem = NewFilesystem(type: type, target: target, field: field)
        // The source is what mountinfo shows; a name, for most of these file systems.
        if let source = mount.source, !source.isEmpty {
            filesystem.parameters.append(.init(text: "source=\(source)", field: "\(field).source"))
        }
        for option in options.superblock + options.parameters {
            filesystem.parameters.append(.init(text: option.text, field: "\(field).options[\(option.index)]"))
        }
        if let label, !Self.unlabelled.contains(type) {
            filesystem.parameters.append(.init(text: "context=\(label)", field: "linux.mountLabel"))
        }
        filesystem.attributes = options.attributes.set.union(options.recursiveAttributes.set)
        // A disk that can't be written is opened only if the file system is read-only too. The
        // kernel's own are shared by all their mounts, which need not all be read-only.
        if filesystem.attributes.contains(.readOnly), !Self.unlabelled.contains(type), type != "devpts" {
            filesystem.parameters.append(.init(text: "ro", field: field))
        }
        filesystem.propagation = options.propagation?.flag ?? 0
        filesystem.copiesUp = options.copyUp != nil
        if type == "sysfs", host.context.mayLackSysfs {
            filesystem.fallback = try hostSysfs(options)
        }
        append(.mountNew(filesystem))
    }

    /// File systems of the kernel that take no SELinux context.
    private static let unlabelled = ["proc", "sysfs", "mqueue", "cgroup2"]

    /// The host's /sys, read-only with all beneath it: what engines bind themselves
    /// where the container may not mount sysfs, and crun falls back to.
    private mutating func hostSysfs(_ options: MountOptions) throws(RuntimeError) -> CInt {
        try hold(
            Self.opened { () throws(SystemError) in
                let location = try Descriptor.open("/sys", [.pathOnly, .directory])
                let clone = try DetachedMount.clone(of: location, recursive: true, name: "/sys")
                try clone.setAttributes(options.attributes.set.union(.readOnly), recursive: true, name: "/sys")
                try clone.spread(.recursivelyPrivate, name: "/sys")
                return clone.takeDescriptor()
            })
    }

    /// Changes the attributes of the mount that stands at the destination;
    /// what the options don't speak of stays.
    private mutating func remount(
        _ mount: RuntimeSpec.Mount, at target: MountTarget, options: MountOptions, field: String
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

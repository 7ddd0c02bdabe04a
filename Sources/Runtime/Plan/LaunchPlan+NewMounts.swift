import LinuxSystem
import OCI

extension LaunchPlan {
    /// A file system that the child makes.
    /// - Parameter label: the SELinux context of its files.
    mutating func mountNew(
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
        guard !target.isProc || type == "proc" else {
            throw .invalid(field: "\(field).type", reason: "on /proc it has to be proc, not \(type)")
        }
        var target = target
        target.isDirect = type == "proc" || type == "sysfs"
        var filesystem = NewFilesystem(type: type, target: target, field: field)
        filesystem.attributes = options.attributes.set.union(options.recursiveAttributes.set)
        filesystem.parameters = Self.parameters(of: mount, options: options, label: label, field: field)
        filesystem.propagation = options.propagation?.flag ?? 0
        filesystem.copiesUp = options.copyUp != nil
        if type == "sysfs", host.context.mayLackSysfs { filesystem.fallback = try hostSysfs(options) }
        append(.mountNew(filesystem))
    }

    /// File systems of the kernel, which take no SELinux context and are shared
    /// by all their mounts.
    private static let kernelTypes = ["proc", "sysfs", "mqueue", "cgroup2"]

    /// What the file system is made with, and which field says so.
    private static func parameters(
        of mount: RuntimeSpec.Mount, options: MountOptions, label: String?, field: String
    ) -> [NewFilesystem.Parameter] {
        var parameters: [NewFilesystem.Parameter] = []
        // The source is what mountinfo shows; a name, for most of these file systems.
        if let source = mount.source, !source.isEmpty {
            parameters.append(.init(text: "source=\(source)", field: "\(field).source"))
        }
        for option in options.superblock + options.parameters {
            parameters.append(.init(text: option.text, field: "\(field).options[\(option.index)]"))
        }
        if kernelTypes.contains(mount.type ?? "") { return parameters }
        if let label { parameters.append(.init(text: "context=\(label)", field: "linux.mountLabel")) }
        // A disk that can't be written is opened only if the file system is read-only too.
        // Of terminals there is one file system for all who don't ask for their own.
        if options.attributes.set.union(options.recursiveAttributes.set).contains(.readOnly), mount.type != "devpts" {
            parameters.append(.init(text: "ro", field: field))
        }
        return parameters
    }

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
}

import Cgroups
import Glibc
import LinuxSystem
import OCI

extension LaunchPlan {
    /// One mount of the specification. Sources on the host are opened now, by
    /// the parent; the child sees nothing but the detached mount.
    mutating func add(
        _ mount: RuntimeSpec.Mount, field: String, views: [CgroupView]
    ) throws(RuntimeError) {
        guard mount.destination.hasPrefix("/") else {
            throw .invalid(field: "\(field).destination", reason: "\"\(mount.destination)\" is not an absolute path")
        }
        let options = MountOptions(mount.options ?? [])
        if options.isBind || mount.type == "bind" {
            try bind(mount, options: options, field: field)
        } else if mount.type == "cgroup" || mount.type == "cgroup2" {
            try mountCgroups(at: mount.destination, options: options, views: views)
        } else {
            guard let type = mount.type, !type.isEmpty else {
                throw .invalid(field: "\(field).type", reason: "is required unless the mount is a bind mount")
            }
            // The source is what mountinfo shows; a name, for these file systems.
            let source = mount.source.map { $0.isEmpty ? [] : ["source=\($0)"] } ?? []
            append(
                .mountNew(
                    type: type, parameters: source + options.parameters, attributes: options.set,
                    target: mount.destination))
        }
    }

    private mutating func bind(
        _ mount: RuntimeSpec.Mount, options: MountOptions, field: String
    ) throws(RuntimeError) {
        guard let source = mount.source, !source.isEmpty else {
            throw .invalid(field: "\(field).source", reason: "is required for a bind mount")
        }
        if let unknown = options.parameters.first {
            throw .invalid(field: "\(field).options", reason: "unknown option \"\(unknown)\" for a bind mount")
        }
        do throws(SystemError) {
            let location = try Descriptor.open(source, [.pathOnly])
            let isDirectory = try location.status(name: source).st_mode & S_IFMT == S_IFDIR
            let clone = try DetachedMount.clone(of: location, options: options, name: source)
            let descriptor = hold(clone.takeDescriptor())
            append(
                .mountAttach(
                    descriptor: descriptor, source: source, target: mount.destination, isDirectory: isDirectory))
        } catch {
            throw .system(error)
        }
    }

    /// /sys/fs/cgroup: the container's own group. With v2 the group itself;
    /// with v1 a directory that holds one mount a hierarchy, as a host has it.
    private mutating func mountCgroups(
        at target: String, options: MountOptions, views: [CgroupView]
    ) throws(RuntimeError) {
        do throws(SystemError) {
            if !views.isEmpty, views.allSatisfy({ !$0.name.isEmpty }) {
                let descriptor = hold(try Self.cgroupDirectory(views).takeDescriptor())
                append(.mountAttach(descriptor: descriptor, source: "tmpfs", target: target, isDirectory: true))
            }
            for view in views {
                let location = try Descriptor.open(view.path, [.pathOnly, .directory])
                let clone = try DetachedMount.clone(of: location, options: options, name: view.path)
                let path = view.name.isEmpty ? target : "\(target)/\(view.name)"
                let descriptor = hold(clone.takeDescriptor())
                append(.mountAttach(descriptor: descriptor, source: "cgroup", target: path, isDirectory: true))
            }
        } catch {
            throw .system(error)
        }
    }

    /// A read-only directory with an empty one for each hierarchy, filled
    /// before it is made read-only.
    private static func cgroupDirectory(_ views: [CgroupView]) throws(SystemError) -> DetachedMount {
        let context = try FilesystemContext(type: "tmpfs")
        try context.set("mode", "755")
        try context.set("size", "64k")
        let directory = try context.mount([.noSetUserID, .noDevices, .noExecution])
        for view in views { try directory.descriptor.makeDirectory(view.name) }
        try directory.setAttributes(.readOnly, name: "/sys/fs/cgroup")
        return directory
    }
}

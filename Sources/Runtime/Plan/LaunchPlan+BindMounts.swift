import LinuxSystem
import OCI

extension RuntimeSpec.Mount {
    /// The options decide; the type of a bind mount is a dummy such as `none`
    /// ("Mounts"). Without either option the type `bind` means one without the
    /// mounts beneath.
    func isBind(_ options: MountOptions) -> Bool { options.isBind || type == "bind" }
}

extension LaunchPlan {
    /// A copy of a mount of the host. Attributes of the source's mount that the
    /// options don't speak of stay as they are there.
    mutating func bind(
        _ mount: RuntimeSpec.Mount, at target: MountTarget, options: MountOptions, ownerMap: OwnerMap?,
        host: (context: MountContext, field: String)
    ) throws(RuntimeError) {
        try Self.refuseFilesystemOptions(options, of: "a bind mount", field: host.field)
        guard let source = mount.source, !source.isEmpty else {
            throw .invalid(field: "\(host.field).source", reason: "is required for a bind mount")
        }
        let location: HostLocation
        do throws(SystemError) {
            location = try HostLocation.open(host.context.hostPath(of: source), subdirectory: options.subdirectoryPath)
        } catch {
            let shown = options.subdirectory == nil ? source : error.subject
            throw .invalid(field: "\(host.field).source", reason: "\(shown): \(error.reason)")
        }
        try Self.checkProc(location.descriptor, target: target, field: host.field)
        let clone = try Self.clone(location.descriptor, options: options, ownerMap: ownerMap, name: source)
        append(
            .mountAttach(
                MountAttachment(
                    descriptor: hold(clone.takeDescriptor()), source: source, target: target,
                    isDirectory: location.isDirectory)))
    }

    private static func clone(
        _ location: borrowing Descriptor, options: MountOptions, ownerMap: OwnerMap?, name: String
    ) throws(RuntimeError) -> DetachedMount {
        let clone: DetachedMount
        do throws(SystemError) {
            clone = try DetachedMount.clone(of: location, recursive: options.isRecursiveBind, name: name)
        } catch {
            throw .system(error)
        }
        // First of all: owners can be mapped only while nobody can use the mount.
        if let ownerMap { try ownerMap.apply(to: clone, recursive: options.isOwnerMapRecursive, name: name) }
        do throws(SystemError) { try clone.apply(options, name: name) } catch { throw .system(error) }
        return clone
    }

    /// Over /proc nothing but a procfs goes: what protects the container and
    /// its processes is found there by its path (CVE-2019-16884).
    private static func checkProc(
        _ location: borrowing Descriptor, target: MountTarget, field: String
    ) throws(RuntimeError) {
        guard target.isProc else { return }
        let type: UInt32
        do throws(SystemError) { type = try location.filesystemType(name: target.path) } catch { throw .system(error) }
        guard type == 0x9fa0 else {
            throw .invalid(field: "\(field).source", reason: "only a procfs may be mounted on /proc")
        }
    }
}

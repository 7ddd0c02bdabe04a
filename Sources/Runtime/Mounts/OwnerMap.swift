import LinuxSystem
import OCI

/// How a mount maps the owners of files: the mappings of `idmap` or `ridmap`
/// ("Mounts", `uidMappings`; mount_setattr(2) MOUNT_ATTR_IDMAP).
struct OwnerMap {
    /// Where the mapping comes from, for messages.
    private let field: String
    private let source: Source

    private enum Source {
        case mappings(users: [RuntimeSpec.IDMapping], groups: [RuntimeSpec.IDMapping])
        /// The file of an existing user namespace.
        case namespace(path: String)
    }

    /// The mount's own mappings, else the container's user namespace; `nil`
    /// when owners are not mapped.
    init?(_ mount: RuntimeSpec.Mount, options: MountOptions, linux: RuntimeSpec.Linux, field: String)
        throws(RuntimeError)
    {
        let users = mount.userIDMappings ?? []
        let groups = mount.groupIDMappings ?? []
        guard users.isEmpty == groups.isEmpty else {
            throw .invalid(
                field: "\(field).\(users.isEmpty ? "uidMappings" : "gidMappings")",
                reason: "is required with \(users.isEmpty ? "gidMappings" : "uidMappings")")
        }
        if !users.isEmpty {
            self.field = options.ownerMap.map { "\(field).options[\($0.index)]" } ?? "\(field).uidMappings"
            source = .mappings(users: users, groups: groups)
            return
        }
        guard let option = options.ownerMap else { return nil }
        self.field = "\(field).options[\(option.index)]"
        guard let namespace = (linux.namespaces ?? []).first(where: { $0.type == .user }) else {
            throw .invalid(
                field: self.field, reason: "\(option.text) needs uidMappings and gidMappings, or a user namespace")
        }
        if let path = namespace.path, !path.isEmpty {
            source = .namespace(path: path)
        } else {
            source = .mappings(users: linux.userIDMappings ?? [], groups: linux.groupIDMappings ?? [])
        }
    }

    /// Maps the owners of a mount.
    /// - Parameter name: what the mount is of.
    func apply(to mount: borrowing DetachedMount, recursive: Bool, name: String) throws(RuntimeError) {
        let namespace: Descriptor
        do throws(SystemError) {
            switch source {
            case .mappings(let users, let groups):
                namespace = try UserNamespace.mapping(
                    users: IdentityMaps.text(users), groups: IdentityMaps.text(groups))
            case .namespace(let path):
                namespace = try Descriptor.open(path, [.readOnly])
            }
        } catch {
            throw .invalid(field: field, reason: "cannot \(error)")
        }
        do throws(SystemError) {
            try mount.mapOwners(by: namespace, recursive: recursive, name: name)
        } catch {
            throw .invalid(
                field: field, reason: "the owners of \(name) can't be mapped on its file system: \(error.reason)")
        }
    }
}

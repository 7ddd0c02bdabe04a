import Cgroups
import Glibc
import Images
import LinuxSystem
import OCI
import Runtime
import StateStore

extension Engine {
    /// What `run` or `create` with these options and a start would do. Nothing
    /// is recorded, made, mounted where anybody sees it, or fetched: the image
    /// has to be here.
    public func plan(_ options: RunOptions) throws -> ContainerPlan {
        let options = try withSharedIDs(options)
        let image = try images.find(options.image)
        let config = try images.config(of: image)
        try images.requireHostPlatform(config, of: options.image)
        let host = try HostFacts.current()
        let settings = try ContainerSettings(
            options: options, image: config.config, id: ContainerID.random(), host: host)
        let layers = try images.lowerDirectories(of: image).map(\.path)
        let root = try ContainerRoot.mountLayers(layers, in: "\(state.path)/layers", kernel: host.kernel)
        let provisions = try provisions(settings, root: root.descriptor)
        let spec = try RuntimeSpec(settings, provisions, host: host)
        let limits = try spec.linux?.resources.map { try Limits($0) } ?? Limits()
        let hierarchies = try Hierarchies.detect()
        let group = spec.linux?.cgroupsPath ?? "/skiff-\(settings.id)"
        return ContainerPlan(
            image: options.image, name: options.name, specification: spec, layers: layers,
            groups: try limits.directories(of: group, on: hierarchies),
            writes: try limits.writes(to: group, on: hierarchies), networkRate: settings.networks.rate,
            made: try settings.missingSources())
    }

    private func provisions(
        _ settings: ContainerSettings, root: borrowing Descriptor
    ) throws -> ContainerProvisions {
        var provisions = ContainerProvisions(
            root: "rootfs", user: try UserDatabase.resolve(settings.user, in: root),
            seccomp: try SeccompProfile.load(settings.seccomp, privileged: settings.privileged),
            devices: try settings.privileged
                ? DeviceGrant.all() : settings.devices.flatMap { try DeviceGrant.resolve($0) },
            nameFiles: try nameFiles(of: settings),
            initProgram: try RuntimeProgram.find().path,
            // The first range there is; a container gets one that no other has.
            identifiers: settings.userNamespace == .auto
                ? RuntimeSpec.IDMapping(containerID: 0, hostID: 1 << 30, size: ContainerRoot.idCount) : nil)
        try join(settings, in: &provisions)
        return provisions
    }
}

extension ContainerSettings {
    /// The host's directories that a start would make. One that it would refuse
    /// to make is refused here, too.
    fileprivate func missingSources() throws(EngineError) -> [String] {
        var missing = [String]()
        for mount in mounts {
            guard case .bind(let path, let createMissing, _, _) = mount.source, access(path, F_OK) != 0 else {
                continue
            }
            guard createMissing else {
                throw EngineError(.invalid, "the source of a mount doesn't exist: \"\(path)\"")
            }
            missing.append(path)
        }
        return missing
    }
}

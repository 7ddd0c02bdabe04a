import Images
import LinuxSystem
import Runtime
import StateStore

extension Engine {
    /// What a container has added to, changed in and deleted from its image's
    /// files, in the order of paths. What is mounted on them doesn't count.
    public func changes(of reference: String) throws -> [FileChange] {
        let container = try container(reference)
        let upper = try writableLayer(of: container.id)
        let layers = try images.lowerDirectories(of: images.find(container.record.imageID)).map(\.path)
        let lower = try ContainerRoot.mountLayers(
            layers, in: "\(state.path)/layers", kernel: HostFacts.current().kernel)
        return try ChangeSearch(upper: upper, lower: lower.takeDescriptor()).run()
    }

    /// The root of a container's writable layer.
    func writableLayer(of id: String) throws(SystemError) -> Descriptor {
        try directory(of: id).descriptor.open(
            ContainerRoot.upperName, [.pathOnly, .directory, .noFollow], resolution: [.beneath, .noMagicLinks])
    }
}

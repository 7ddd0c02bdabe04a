import Events
import Runtime

extension Engine {
    /// Something has happened to a container by a command; what its supervisor does, that tells.
    func emitContainer(_ action: String, _ record: ContainerRecord, _ details: [String: String] = [:]) {
        emit(.container, action, id: record.id, record.eventAttributes.merging(details) { _, detail in detail })
    }

    /// A volume was made, mounted or removed.
    func emitVolume(_ action: String, _ name: String, _ details: [String: String] = [:]) {
        emit(.volume, action, id: name, ["driver": "local"].merging(details) { _, detail in detail })
    }

    /// A container starts, with its volumes.
    func emitMounts(of record: ContainerRecord) {
        for mount in record.settings.mounts {
            guard case .volume(let volume) = mount.source, let name = volume.name else { continue }
            emitVolume(
                "mount", name,
                [
                    "container": record.id, "destination": mount.target, "propagation": "",
                    "read/write": String(!mount.readOnly),
                ])
        }
    }
}

/// What is mounted in a container, as Docker's `inspect` has it.
struct InspectedMount: Encodable, Sendable {
    /// `bind`, `volume` or `tmpfs`.
    let `Type`: String
    /// The volume's.
    let Name: String?
    /// Where it is on the host; empty for memory.
    let Source: String
    let Destination: String
    let Driver: String?
    /// `ro`, or empty.
    let Mode: String
    let RW: Bool
    let Propagation: String
}

extension Engine {
    /// What of the user's and the image's is mounted in a container.
    func inspectMounts(_ mounts: [MountOption]) throws -> [InspectedMount] {
        try mounts.map { mount in
            switch mount.source {
            case .bind(let path, _, let propagation, _):
                return InspectedMount(mount, type: "bind", source: path, propagation: propagation ?? "rprivate")
            case .tmpfs: return InspectedMount(mount, type: "tmpfs")
            case .volume(let asked):
                let name = asked.name ?? ""
                // It is there as long as the container is.
                return InspectedMount(mount, type: "volume", source: try volume(name).path, name: name)
            }
        }
    }
}

extension InspectedMount {
    fileprivate init(
        _ mount: MountOption, type: String, source: String = "", name: String? = nil, propagation: String = ""
    ) {
        self.init(
            Type: type, Name: name, Source: source, Destination: mount.target, Driver: name.map { _ in "local" },
            Mode: mount.readOnly ? "ro" : "", RW: !mount.readOnly, Propagation: propagation)
    }
}

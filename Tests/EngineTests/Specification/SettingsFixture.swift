import Engine
import OCI
import Testing

/// A host of the tests' own, so that no test depends on the machine.
let host = HostFacts(hostname: "machine", processorCount: 4, architecture: .amd64, kernel: KernelVersion(6, 1))

let id = ContainerID(parsing: String(repeating: "0123456789abcdef", count: 4))!

/// The settings of `sleep 1` in an image without defaults, after `change`.
func settings(
    image: ContainerDefaults? = nil, _ change: (inout RunOptions) -> Void = { _ in }
) throws -> ContainerSettings {
    var options = RunOptions(image: "box")
    options.command = ["sleep", "1"]
    change(&options)
    return try ContainerSettings(options: options, image: image, id: id, host: host)
}

/// The specification of the same.
func specification(
    user: ResolvedUser = ResolvedUser(), devices: [DeviceGrant] = [], _ change: (inout RunOptions) -> Void = { _ in }
) throws -> RuntimeSpec {
    let settings = try settings(change)
    let provisions = ContainerProvisions(
        root: "/root/of/it", user: user,
        seccomp: try SeccompProfile.load(settings.seccomp, privileged: settings.privileged),
        devices: devices, initProgram: "/lib/init",
        identifiers: RuntimeSpec.IDMapping(containerID: 0, hostID: 100_000, size: 65536))
    return try RuntimeSpec(settings, provisions, host: host)
}

extension RuntimeSpec {
    /// The mount at that place.
    func mount(_ destination: String) throws -> Mount {
        try #require(mounts?.first { $0.destination == destination })
    }
}

import Images
import LinuxSystem
import Networks
import OCI
import Runtime

/// Everything that is known of a container, in the shape and with the names
/// that Docker's `inspect` has, as far as they apply. `State.Cause` and
/// `BundlePath` are ours.
public struct ContainerInspection: Encodable, Sendable {
    let Id: String
    let Created: String
    let Path: String
    let Args: [String]
    let State: InspectedState
    let Image: String
    /// Empty: the image's file.
    let ResolvConfPath: String
    let HostnamePath: String
    let HostsPath: String
    let LogPath: String
    let BundlePath: String
    let Name: String
    let RestartCount: Int
    let Driver = "overlay2"
    let Platform = "linux"
    let MountLabel = ""
    let ProcessLabel = ""
    let AppArmorProfile = ""
    let ExecIDs: [String] = []
    let HostConfig: InspectedHostConfig
    let GraphDriver: InspectedDirectories
    /// In bytes; both are left out unless they were asked for.
    let SizeRw: Int64?
    let SizeRootFs: Int64?
    let Mounts: [InspectedMount]
    let Config: InspectedConfig
    let NetworkSettings: InspectedNetworkSettings

    private enum CodingKeys: CodingKey {
        case Id, Created, Path, Args, State, Image, ResolvConfPath, HostnamePath, HostsPath, LogPath, BundlePath, Name
        case RestartCount, Driver, Platform, MountLabel, ProcessLabel, AppArmorProfile, ExecIDs, HostConfig
        case GraphDriver, SizeRw, SizeRootFs, Mounts, Config, NetworkSettings
    }
}

extension Engine {
    /// Looks at a container from all sides.
    /// - Parameter measuresSize: what it has written, too, which takes a walk through its files.
    public func inspect(_ reference: String, measuresSize: Bool = false) throws -> ContainerInspection {
        let container = try container(reference)
        // A container that has not been started has no specification yet.
        let specification = try? directory(of: container.id).readSpecification()
        let image = try images.find(container.record.imageID)
        let written = try measuresSize ? writtenSize(of: container.id) : nil
        return ContainerInspection(
            container, specification, path: path(of: container.id),
            mounts: try inspectMounts(container.record.mounts), layers: try images.lowerDirectories(of: image),
            size: written.map { ListedContainer.Size(written: $0, total: image.size + $0) },
            network: try containerNetwork(of: container.id))
    }
}

extension ContainerInspection {
    init(
        _ container: Container, _ specification: RuntimeSpec?, path: String, mounts: [InspectedMount],
        layers: [LayerDirectory], size: ListedContainer.Size?, network: ContainerNetwork?
    ) {
        let record = container.record
        Id = record.id
        Created = Timestamp(nanoseconds: record.createdAt).description
        Path = record.arguments.first ?? ""
        Args = Array(record.arguments.dropFirst())
        State = InspectedState(container)
        RestartCount = container.restartCount
        Image = record.imageID
        let source: (NameFile) -> String = { file in
            let mount = specification?.mounts?.first { $0.destination == file.target }
            return mount?.source.flatMap { NameFile.isMount(of: $0, at: file.target) ? $0 : nil } ?? ""
        }
        ResolvConfPath = source(.resolver)
        HostnamePath = source(.hostname)
        HostsPath = source(.hosts)
        LogPath = "\(path)/\(ContainerDirectory.logName)"
        BundlePath = path
        Name = "/" + record.name
        HostConfig = InspectedHostConfig(record, specification)
        GraphDriver = InspectedDirectories(path: path, layers)
        SizeRw = size?.written
        SizeRootFs = size?.total
        Mounts = mounts
        Config = InspectedConfig(record, specification)
        NetworkSettings = InspectedNetworkSettings(container, network)
    }
}

/// The directories of a container's root, as the parameters of overlayfs. There is no `MergedDir`: the root is
/// mounted in the container alone.
struct InspectedDirectories: Encodable, Sendable {
    let Name = "overlay2"
    let Data: [String: String]

    /// - Parameter layers: topmost first.
    init(path: String, _ layers: [LayerDirectory]) {
        Data = [
            "LowerDir": layers.map(\.path).joined(separator: ":"), "UpperDir": "\(path)/\(ContainerRoot.upperName)",
            "WorkDir": "\(path)/\(ContainerRoot.workName)",
        ]
    }

    private enum CodingKeys: CodingKey {
        case Name, Data
    }
}

import LinuxSystem
import OCI
import Runtime

/// Everything that is known of a container, in the shape and with the names
/// that Docker's `inspect` has, as far as they apply. `State.Cause` is ours.
public struct ContainerInspection: Encodable, Sendable {
    let Id: String
    let Name: String
    let Created: String
    let Path: String
    let Args: [String]
    let State: InspectedState
    let Image: String
    let LogPath: String
    let BundlePath: String
    let HostConfig: InspectedHostConfig
    let Mounts: [InspectedMount]
    let Config: InspectedConfig

    struct InspectedState: Encodable, Sendable {
        let Status: String
        let Running: Bool
        let Pid: Int32
        let ExitCode: Int32
        let OOMKilled: Bool
        let Error: String
        let Cause: String
        let StartedAt: String
        let FinishedAt: String
    }

    /// What the host gives; zero means that nothing was asked.
    struct InspectedHostConfig: Encodable, Sendable {
        let AutoRemove: Bool
        let NetworkMode: String
        let Memory: Int64
        let MemorySwap: Int64
        let MemoryReservation: Int64
        let NanoCpus: Int64
        let CpuShares: UInt64
        let CpusetCpus: String
        let PidsLimit: Int64
        let ReadonlyRootfs: Bool
    }

    struct InspectedConfig: Encodable, Sendable {
        let Hostname: String
        let User: String
        let Env: [String]
        let Cmd: [String]
        let Image: String
        let WorkingDir: String
        let Tty: Bool
        let OpenStdin: Bool
        let Labels: [String: String]
        let StopSignal: String
    }
}

extension Engine {
    /// Looks at a container from all sides.
    public func inspect(_ reference: String) throws -> ContainerInspection {
        let container = try container(reference)
        // A container that has not been started has no specification yet.
        let specification = try? directory(of: container.id).readSpecification()
        return ContainerInspection(
            container, specification, path: path(of: container.id), mounts: try inspectMounts(container.record.mounts))
    }
}

extension ContainerInspection {
    init(_ container: Container, _ specification: RuntimeSpec?, path: String, mounts: [InspectedMount]) {
        let record = container.record
        Id = record.id
        Name = "/" + record.name
        Created = Timestamp(nanoseconds: record.createdAt).description
        Path = record.arguments.first ?? ""
        Args = Array(record.arguments.dropFirst())
        State = InspectedState(container)
        Image = record.imageID
        LogPath = "\(path)/\(ContainerDirectory.logName)"
        BundlePath = path
        HostConfig = InspectedHostConfig(record, specification)
        Mounts = mounts
        Config = InspectedConfig(record, specification)
    }
}

extension ContainerInspection.InspectedState {
    /// Docker's word for a moment that has not come.
    private static let never = "0001-01-01T00:00:00Z"

    init(_ container: Container) {
        let status = container.statusName
        switch container.state {
        case .created:
            self.init(status, pid: 0, ended: nil, startedAt: nil)
        case .running(let running):
            self.init(status, pid: running.pid, ended: nil, startedAt: running.startedAt)
        case .paused(let running):
            self.init(status, pid: running.pid, ended: nil, startedAt: running.startedAt)
        case .restarting(let restarting):
            self.init(status, pid: 0, ended: restarting.last, startedAt: restarting.last.startedAt)
        case .exited(let record):
            self.init(status, pid: 0, ended: record, startedAt: record.startedAt)
        }
    }

    private init(_ status: String, pid: Int32, ended: ExitRecord?, startedAt: Int64?) {
        Status = status
        Running = pid != 0
        Pid = pid
        ExitCode = ended?.exitCode ?? 0
        OOMKilled = ended?.oomKilled ?? false
        Error = ended?.error ?? ""
        Cause = ended?.cause ?? ""
        StartedAt = startedAt.map { Timestamp(nanoseconds: $0).description } ?? Self.never
        FinishedAt = ended.map { Timestamp(nanoseconds: $0.finishedAt).description } ?? Self.never
    }
}

extension ContainerInspection.InspectedHostConfig {
    init(_ record: ContainerRecord, _ specification: RuntimeSpec?) {
        let resources = specification?.linux?.resources
        let cpu = resources?.cpu
        AutoRemove = record.removeOnExit
        NetworkMode = record.network.rawValue
        Memory = resources?.memory?.limit ?? 0
        MemorySwap = resources?.memory?.swap ?? 0
        MemoryReservation = resources?.memory?.reservation ?? 0
        NanoCpus = (cpu?.quota ?? 0) * 1_000_000_000 / Int64(max(cpu?.period ?? 1, 1))
        CpuShares = cpu?.shares ?? 0
        CpusetCpus = cpu?.processors ?? ""
        PidsLimit = resources?.processes?.limit ?? 0
        ReadonlyRootfs = specification?.root?.readOnly ?? false
    }
}

extension ContainerInspection.InspectedConfig {
    init(_ record: ContainerRecord, _ specification: RuntimeSpec?) {
        let process = specification?.process
        Hostname = specification?.hostname ?? ""
        User = process.map { "\($0.user.userID):\($0.user.groupID)" } ?? ""
        Env = process?.environment ?? []
        Cmd = record.arguments
        Image = record.image
        WorkingDir = process?.workingDirectory ?? ""
        Tty = record.terminal
        OpenStdin = record.interactive
        Labels = record.labels
        StopSignal = record.stopSignal
    }
}

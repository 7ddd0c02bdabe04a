import OCI

/// What runs in the container.
struct InspectedConfig: Encodable, Sendable {
    let Hostname: String
    let Domainname: String
    let User: String
    let AttachStdin: Bool
    let AttachStdout = true
    let AttachStderr = true
    let Tty: Bool
    let OpenStdin: Bool
    let StdinOnce: Bool
    let Env: [String]
    let Cmd: [String]
    let Image: String
    let Volumes: [String: [String]] = [:]
    let WorkingDir: String
    /// The image's and the user's stand in `Cmd`, as the program is started.
    let Entrypoint: [String] = []
    /// Docker's set, of which the members are empty.
    let ExposedPorts: [String: [String: String]]
    let Labels: [String: String]
    let StopSignal: String

    private enum CodingKeys: CodingKey {
        case Hostname, Domainname, User, AttachStdin, AttachStdout, AttachStderr, Tty, OpenStdin, StdinOnce, Env, Cmd
        case Image, Volumes, WorkingDir, Entrypoint, ExposedPorts, Labels, StopSignal
    }

    init(_ record: ContainerRecord, _ specification: RuntimeSpec?) {
        let process = specification?.process
        Hostname = specification?.hostname ?? ""
        Domainname = specification?.domainname ?? ""
        User = process.map { "\($0.user.userID):\($0.user.groupID)" } ?? ""
        AttachStdin = record.interactive
        Tty = record.terminal
        OpenStdin = record.interactive
        StdinOnce = record.interactive
        Env = process?.environment ?? []
        Cmd = record.arguments
        Image = record.image
        WorkingDir = process?.workingDirectory ?? ""
        ExposedPorts = Dictionary(
            uniqueKeysWithValues: record.settings.networks.exposed.map { ("\($0)", [:]) })
        Labels = record.labels
        StopSignal = record.stopSignal
    }
}

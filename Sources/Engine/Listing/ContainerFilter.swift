import LinuxSystem

/// Which containers a command is about: what Docker's `--filter` asks for. A container has to fit every kind that
/// is given, and of a kind one value; of labels all.
public struct ContainerFilter: Sendable {
    /// Beginnings of ids.
    var ids: [String] = []
    var names: [NamePattern] = []
    var labels: [LabelCondition] = []
    var exitCodes: [Int32] = []
    /// Docker's words for what a container is doing.
    var statuses: [String] = []
    /// `none`: without a health check.
    var healths: [String] = []
    /// Names or ids of images.
    var ancestors: [String] = []
    /// Names of containers that were made later than it.
    var before: [String] = []
    /// Names of containers that were made earlier than it.
    var since: [String] = []
    /// Names of volumes, or paths inside or on the host.
    var volumes: [String] = []
    var networks: [String] = []
    /// It was made before that moment.
    var until: Timestamp?
    /// Ports of the host, or of the container, one of which it has to have.
    var published: [ContainerPort] = []
    var exposed: [ContainerPort] = []
    /// Something that no container has: a swarm's task.
    var asksForAbsent = false

    public init() {}

    /// `KEY`, `KEY=VALUE`, or that it has no such label.
    /// Whether it leaves out nothing.
    public var isEmpty: Bool {
        ids.isEmpty && names.isEmpty && statuses.isEmpty && exitCodes.isEmpty && healths.isEmpty && ancestors.isEmpty
            && before.isEmpty && since.isEmpty && until == nil && !asksForAbsent && !asksForRecord
    }

    /// Whether it asks what containers are doing that don't run: they are looked at without `--all`, too.
    var asksForStatus: Bool { !statuses.isEmpty }

    /// Whether the container's record has to be read.
    var asksForRecord: Bool {
        !labels.isEmpty || !volumes.isEmpty || !networks.isEmpty || !published.isEmpty || !exposed.isEmpty
    }

    /// Looks at what the database knows of a container.
    func fits(id: String, name: String, created: Timestamp) -> Bool {
        if asksForAbsent { return false }
        if !ids.isEmpty, !ids.contains(where: { id.hasPrefix($0) }) { return false }
        if !names.isEmpty, !names.contains(where: { $0.matches(name) }) { return false }
        if let until, created >= until { return false }
        return true
    }

    func fits(_ status: ListedContainer.Status) -> Bool {
        if !statuses.isEmpty, !statuses.contains(status.name) { return false }
        if !healths.isEmpty, !healths.contains(status.health?.rawValue ?? "none") { return false }
        guard !exitCodes.isEmpty else { return true }
        guard case .exited(let code, _) = status else { return false }
        return exitCodes.contains(code)
    }

    func fits(_ ports: [ListedPort]) -> Bool {
        if published.isEmpty, exposed.isEmpty { return true }
        return ports.contains { listed in
            exposed.contains(listed.port)
                || listed.host.map { host in
                    published.contains(ContainerPort(number: host.number, transport: listed.port.transport))
                } == true
        }
    }

    func fits(_ record: ListedContainer.Record) -> Bool {
        guard labels.allSatisfy({ $0.fits(record.labels) }) else { return false }
        if !networks.isEmpty, !record.networks.contains(where: networks.contains) { return false }
        return volumes.isEmpty
            || record.mounts.contains { volumes.contains($0.source) || volumes.contains($0.target) }
    }
}

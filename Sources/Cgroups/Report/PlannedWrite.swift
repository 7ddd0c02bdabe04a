/// One file of a cgroup and what would be written to it.
public struct PlannedWrite: Hashable, Sendable {
    /// The file's path on this host.
    public let file: String
    /// As it would be written, without a line feed.
    public let text: String
}

extension Limits {
    /// What `Cgroup.create` would write for the limits, in order: into which
    /// file of the group on each hierarchy. A kernel without the file may get
    /// an older one instead, or nothing. Nothing is made or changed.
    public func writes(to group: String, on hierarchies: Hierarchies) throws(CgroupError) -> [PlannedWrite] {
        var writes = [PlannedWrite]()
        for rules in Cgroup.controllers where ask(for: rules.controller) {
            let legacy = hierarchies.legacy.first { $0.controllers.contains(rules.controller) }
            guard let mountPoint = legacy?.mountPoint ?? hierarchies.unified else { continue }
            for setting in try rules.settings(for: self, on: legacy == nil ? .v2 : .v1) {
                guard let entry = setting.candidates.first else { continue }
                writes.append(PlannedWrite(file: "\(mountPoint)\(group)/\(entry.file)", text: entry.text))
            }
        }
        guard let unifiedMount = hierarchies.unified else { return writes }
        return writes
            + unified.sorted { $0.key < $1.key }.map {
                PlannedWrite(file: "\(unifiedMount)\(group)/\($0.key)", text: $0.value)
            }
    }

    /// The group's directories on the hierarchies that it would be made in.
    public func directories(of group: String, on hierarchies: Hierarchies) throws(CgroupError) -> [String] {
        let wanted = try Cgroup(path: group, hierarchies: hierarchies).locations(on: hierarchies, for: self)
        let needsUnified =
            hierarchies.legacy.isEmpty || Controller.allCases.contains { ask(for: $0) && !hierarchies.isLegacy($0) }
        return wanted.filter { $0.version == .v1 || needsUnified }.map { $0.mountPoint + group }
    }
}

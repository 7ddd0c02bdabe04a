import Glibc
import LinuxSystem

/// The settings of one controller and where they belong.
struct PlannedSettings {
    var directory: GroupDirectory
    var settings: [Setting]
}

extension Cgroup {
    /// Every controller that has limits in files.
    static let controllers: [any ControllerSettings.Type] = [
        Memory.self, CPU.self, Cpuset.self, Pids.self, IO.self, HugeTLB.self, RDMA.self, NetworkClass.self,
        NetworkPriority.self,
    ]

    /// Applies the limits, to a running group as well. What is absent stays as
    /// it is. A controller in whose v1 hierarchy the group isn't yet gets it
    /// there, with its processes, which takes the kernel milliseconds.
    public mutating func update(_ limits: Limits) throws(CgroupError) {
        try enterMissingHierarchies(for: limits)
        try apply(limits, isCreation: false)
    }

    /// Writes them. At the group's creation, what a new directory has anyway is left out.
    func apply(_ limits: Limits, isCreation: Bool) throws(CgroupError) {
        for var plan in try plan(for: limits) {
            if isCreation, plan.directory.isNew { plan.settings.removeAll(where: \.isInitial) }
            try apply(plan)
        }
        if let rules = limits.devices { try apply(rules) }
    }

    mutating func enterMissingHierarchies(for limits: Limits) throws(CgroupError) {
        // A group that was opened by its location is in every v1 hierarchy that it was made in.
        guard let hierarchies else { return }
        for hierarchy in try locations(on: hierarchies, for: limits) where hierarchy.version == .v1 {
            guard let first = hierarchy.controllers.first, directory(of: first) == nil else { continue }
            let members = try processes()
            // Without limits: the processes come before those are written, and a cpuset has to be whole by then.
            try makeDirectory(in: hierarchy, limits: Limits(), options: .acceptExisting)
            for process in members { try add(process, to: directories[directories.count - 1]) }
        }
    }

    /// The limits as settings of files. Throws `missingController` where this
    /// host, or this group, cannot have the controller of a limit.
    func plan(for limits: Limits) throws(CgroupError) -> [PlannedSettings] {
        var plans: [PlannedSettings] = []
        for rules in Self.controllers where limits.ask(for: rules.controller) {
            guard let directory = directory(of: rules.controller) else {
                // The settings of v2 serve to name the limit.
                guard let first = try rules.settings(for: limits, on: .v2).first else { continue }
                throw .missingController(rules.controller, limit: first.limit)
            }
            plans.append(
                PlannedSettings(directory: directory, settings: try rules.settings(for: limits, on: directory.version)))
        }
        if !limits.unified.isEmpty { plans.append(try unifiedPlan(for: limits.unified)) }
        return plans
    }

    /// Texts for files of v2, as they were given.
    private func unifiedPlan(for texts: [String: String]) throws(CgroupError) -> PlannedSettings {
        let files = texts.sorted { $0.key < $1.key }
        guard let unified else {
            throw .unsupported(limit: files[0].key, reason: "this group is not in a cgroup v2 hierarchy")
        }
        for (file, _) in files {
            guard !file.contains("/"), let prefix = file.split(separator: ".").first, file.contains(".") else {
                throw .invalidLimit(file, reason: "it is not the name of a cgroup v2 file, such as memory.high")
            }
            if prefix == "cgroup" { continue }
            guard let controller = Controller(rawValue: String(prefix)) else {
                throw .invalidLimit(file, reason: "there is no controller \(prefix)")
            }
            guard unified.controllers.contains(controller) else {
                throw .unsupported(
                    limit: file, reason: "the \(controller.rawValue) controller is not on cgroup v2 here")
            }
        }
        return PlannedSettings(directory: unified, settings: files.map { Setting($0.key, $0.key, $0.value) })
    }

    /// Writes the settings of one controller. The kernel checks each value
    /// against the others as they are at that moment (memory against memory
    /// with swap, quota against burst), so which write has to come first
    /// depends on the values before: one that is refused is tried again after
    /// the rest.
    private func apply(_ plan: PlannedSettings) throws(CgroupError) {
        var refused: [Setting] = []
        for setting in plan.settings {
            do {
                try plan.directory.write(setting)
            } catch {
                guard case .refused(_, _, _, let cause) = error, cause.errno == EINVAL else { throw error }
                refused.append(setting)
            }
        }
        for setting in refused { try plan.directory.write(setting) }
    }

    /// Puts device rules in force. On v1 every device is refused for a moment
    /// when a running group's rules change; on v2 they change at once.
    private func apply(_ rules: [DeviceRule]) throws(CgroupError) {
        guard let directory = directory(of: .devices) else { throw .missingController(.devices, limit: "devices") }
        switch directory.version {
        case .v1:
            let list = try DeviceList(rules)
            let allow = try translatingErrors { () throws(SystemError) in try directory.open("devices.allow") }
            let deny = try translatingErrors { () throws(SystemError) in try directory.open("devices.deny") }
            for line in list.lines {
                do throws(SystemError) {
                    // The kernel takes one rule a write.
                    if line.allows {
                        try allow.write(line.text, name: "devices.allow")
                    } else {
                        try deny.write(line.text, name: "devices.deny")
                    }
                } catch {
                    throw .refused(limit: "devices", value: line.text, cgroup: directory.cgroup, cause: error)
                }
            }
        case .v2:
            try DeviceProgram(rules).attach(to: directory)
        }
    }
}

extension GroupDirectory {
    /// Writes the first of the setting's files that the kernel has. One that
    /// exists without effect on the device in question (EOPNOTSUPP: io.bfq.weight
    /// for a disk that another scheduler serves) leaves it to the next.
    fileprivate func write(_ setting: Setting) throws(CgroupError) {
        var refusal: CgroupError?
        for entry in setting.candidates {
            do {
                return try write(entry.text, to: entry.file)
            } catch {
                guard error.errno != ENOENT else { continue }
                refusal = .refused(limit: setting.limit, value: setting.asked, cgroup: cgroup, cause: error)
                guard error.errno == EOPNOTSUPP else { break }
            }
        }
        if let refusal { throw refusal }
        guard setting.isRequired else { return }
        let files = setting.candidates.map(\.file).joined(separator: " nor ")
        throw .unsupported(limit: setting.limit, reason: "this kernel has no file \(files) in cgroup \(cgroup)")
    }
}

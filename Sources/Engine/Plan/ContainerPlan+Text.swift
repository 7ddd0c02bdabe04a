import Cgroups
import OCI

extension ContainerPlan {
    /// A page to read: each thing on a line of its own, beneath what it belongs to.
    public var text: String {
        let sections = [
            Section("Process", processLines), Section("Root", rootLines), Section("Mounts", mountLines),
            Section("Namespaces", namespaceLines), Section("Cgroup", cgroupLines), Section("Devices", deviceLines),
            Section("Capabilities", capabilityLines), Section("System calls", systemCallLines),
            Section("Kernel parameters", parameterLines), Section("Hidden or read-only in the root", protectedLines),
            Section("Made on the host first", made),
        ]
        let pages = sections.filter { !$0.lines.isEmpty }.map { section in
            section.title + "\n" + section.lines.map { "  \($0)\n" }.joined()
        }
        return "A container\(name.map { " named \($0)" } ?? "") of image \(image); nothing of it has been made.\n\n"
            + pages.joined(separator: "\n")
    }

    private struct Section {
        let title: String
        let lines: [String]

        init(_ title: String, _ lines: [String]) {
            self.title = title
            self.lines = lines
        }
    }

    private var linux: RuntimeSpec.Linux? { specification.linux }

    private var processLines: [String] {
        guard let process = specification.process else { return [] }
        let user = process.user
        var lines = [
            "command     \(process.arguments?.joined(separator: " ") ?? "")", "directory   \(process.workingDirectory)",
            "user        \(user.userID):\(user.groupID)"
                + ((user.additionalGroupIDs ?? []).isEmpty
                    ? "" : ", groups " + (user.additionalGroupIDs ?? []).map(String.init).joined(separator: ",")),
            "terminal    \(process.terminal == true ? "yes" : "no")",
            "may gain privileges by execve: \(process.noNewPrivileges == true ? "no" : "yes")",
        ]
        lines += (process.environment ?? []).map { "environment \($0)" }
        lines += (process.resourceLimits ?? []).map { "limit       \($0.type) soft \($0.soft) hard \($0.hard)" }
        if let score = process.oomScoreAdjustment { lines.append("oom score   \(score)") }
        return lines
    }

    private var rootLines: [String] {
        ["overlay     \(specification.root?.readOnly == true ? "read-only" : "writable, in a directory of its own")"]
            + layers.map { "layer       \($0)" }
            + (specification.hostname.map { ["hostname    \($0)"] } ?? [])
    }

    private var mountLines: [String] {
        (specification.mounts ?? []).map { mount in
            let options = mount.options?.joined(separator: ",") ?? ""
            return "\(mount.destination)  \(mount.type ?? "bind") from \(mount.source ?? "-")  (\(options))"
        }
    }

    private var namespaceLines: [String] {
        let own = linux?.namespaces ?? []
        let kinds: [RuntimeSpec.NamespaceType] = [.mount, .uts, .pid, .ipc, .network, .cgroup, .user]
        let lines = kinds.map { kind in
            guard let namespace = own.first(where: { $0.type == kind }) else { return "\(kind.rawValue)  the host's" }
            return "\(kind.rawValue)  " + (namespace.path.map { "that of \($0)" } ?? "new")
        }
        let maps = (linux?.userIDMappings ?? []).map {
            "ids \($0.containerID)…\($0.containerID + $0.size - 1) are the host's from \($0.hostID) on"
        }
        let rates = networkRate.map { ["each link of the network: \($0)"] } ?? []
        return lines + rates + maps
    }

    private var cgroupLines: [String] {
        groups.map { "make   \($0)" } + writes.map { "write  \($0.text) > \($0.file)" }
    }

    private var deviceLines: [String] {
        let rules = (linux?.resources?.devices ?? []).map { rule in
            let number = [rule.major, rule.minor].map { $0.map(String.init) ?? "*" }.joined(separator: ":")
            return "\(rule.allow ? "allow" : "refuse") \(rule.access ?? "rwm") of \(rule.type ?? "a") \(number)"
        }
        return rules + (linux?.devices ?? []).map { "node \($0.path)" }
    }

    private var capabilityLines: [String] {
        guard let sets = specification.process?.capabilities else { return [] }
        func line(_ title: String, _ names: [String]?) -> String {
            let names = (names ?? []).map { $0.hasPrefix("CAP_") ? String($0.dropFirst(4)) : $0 }
            return title + (names.isEmpty ? "none" : names.joined(separator: " "))
        }
        return [
            line("bounding    ", sets.bounding), line("effective   ", sets.effective),
            line("permitted   ", sets.permitted), line("inheritable ", sets.inheritable),
            line("ambient     ", sets.ambient),
        ]
    }

    private var systemCallLines: [String] {
        guard let filter = linux?.seccomp else { return ["no filter: every system call is allowed"] }
        let rules = (filter.systemCalls ?? []).map { rule in
            let condition = (rule.arguments ?? []).map {
                "argument \($0.index) \($0.comparison.rawValue) \($0.value)"
                    + ($0.secondValue.map { ", \($0)" } ?? "")
            }
            return "\(rule.action.rawValue)\(rule.errno.map { " (errno \($0))" } ?? "")"
                + (condition.isEmpty ? "" : " where " + condition.joined(separator: " and "))
                + ": " + rule.names.joined(separator: " ")
        }
        return ["otherwise \(filter.defaultAction.rawValue)\(filter.defaultErrno.map { " (errno \($0))" } ?? "")"]
            + rules
    }

    private var parameterLines: [String] {
        (linux?.sysctl ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
    }

    private var protectedLines: [String] {
        (linux?.maskedPaths ?? []).map { "hidden     \($0)" } + (linux?.readOnlyPaths ?? []).map { "read-only  \($0)" }
    }
}

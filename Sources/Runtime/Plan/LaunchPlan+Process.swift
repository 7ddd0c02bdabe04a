import Glibc
import LinuxSystem
import OCI

extension LaunchPlan {
    mutating func addProcessLimits(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        for (index, limit) in (process.resourceLimits ?? []).enumerated() {
            guard let resource = ProcessResource(rawValue: limit.type) else {
                throw .invalid(field: "process.rlimits[\(index)].type", reason: "unknown resource \"\(limit.type)\"")
            }
            append(.resourceLimit(ResourceLimit(resource: resource, soft: limit.soft, hard: limit.hard)))
        }
    }

    /// Who the process becomes. The filter goes in when the process has its ids
    /// but still the capabilities, of which a filter without no_new_privs
    /// takes CAP_SYS_ADMIN: what the launcher calls from there on, capset(2),
    /// prctl(2) and execve(2), is all that a profile has to allow for it.
    mutating func addIdentity(
        _ process: RuntimeSpec.Process, seccomp: SeccompProgram?, endsWithParent: Bool
    ) throws(RuntimeError) {
        let user = process.user
        let sets = process.capabilities ?? RuntimeSpec.CapabilitySets()
        append(.umask(mode_t(user.umask ?? 0o022)))
        append(.boundingSet(try Self.capabilities(sets.bounding, field: "bounding")))
        append(.identity(uid: user.userID, gid: user.groupID, groups: user.additionalGroupIDs ?? []))
        if endsWithParent { append(.parentDeathSignal(.kill)) }
        if process.noNewPrivileges == true { append(.noNewPrivileges) }
        if let seccomp { append(.seccomp(seccomp)) }
        append(
            .capabilities(
                effective: try Self.capabilities(sets.effective, field: "effective"),
                permitted: try Self.capabilities(sets.permitted, field: "permitted"),
                inheritable: try Self.capabilities(sets.inheritable, field: "inheritable"),
                ambient: try Self.capabilities(sets.ambient, field: "ambient")))
    }

    private static func capabilities(_ names: [String]?, field: String) throws(RuntimeError) -> CapabilitySet {
        var set: CapabilitySet = []
        for name in names ?? [] {
            guard let capability = Capability(parsing: name) else {
                throw .invalid(field: "process.capabilities.\(field)", reason: "unknown capability \"\(name)\"")
            }
            set.insert(CapabilitySet(capability))
        }
        return set
    }

    mutating func addExecution(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        let arguments = process.arguments ?? []
        guard let command = arguments.first, !command.isEmpty else {
            throw .invalid(field: "process.args", reason: "names no command")
        }
        let environment = process.environment ?? []
        append(
            .execute(
                candidates: Self.candidates(for: command, environment: environment), arguments: arguments,
                environment: environment))
    }

    /// The paths to try, as a shell would: a command with a slash is a path,
    /// another one is looked for in the directories of PATH.
    static func candidates(for command: String, environment: [String]) -> [String] {
        if command.contains("/") { return [command] }
        let path =
            environment.last { $0.hasPrefix("PATH=") }?.dropFirst(5)
            ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        // An empty element would mean the working directory, which the image chose.
        return path.split(separator: ":").map { "\($0)/\(command)" }
    }
}

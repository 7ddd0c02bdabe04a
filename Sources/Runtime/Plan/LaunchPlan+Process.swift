import Glibc
import LinuxSystem
import OCI

extension LaunchPlan {
    mutating func addProcessLimits(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        var seen = Set<ProcessResource>()
        for (index, limit) in (process.resourceLimits ?? []).enumerated() {
            let field = "process.rlimits[\(index)]"
            guard let resource = ProcessResource(rawValue: limit.type) else {
                throw .invalid(field: "\(field).type", reason: "unknown resource \"\(limit.type)\"")
            }
            guard seen.insert(resource).inserted else {
                throw .invalid(field: "\(field).type", reason: "\(limit.type) is limited twice")
            }
            guard limit.soft <= limit.hard else {
                throw .invalid(
                    field: "\(field).soft", reason: "\(limit.soft) is more than the hard limit \(limit.hard)")
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
        let sets = try Self.capabilities(
            process.capabilities ?? RuntimeSpec.CapabilitySets(),
            available: Self.availableCapabilities(inUserNamespace: inUserNamespace))
        warn(of: sets)
        append(.umask(mode_t(user.umask ?? 0o022)))
        append(.boundingSet(sets.bounding))
        try addScheduling(process)
        append(.identity(uid: user.userID, gid: user.groupID, groups: user.additionalGroupIDs ?? []))
        if endsWithParent { append(.parentDeathSignal(.kill)) }
        if process.noNewPrivileges == true { append(.noNewPrivileges) }
        if let seccomp {
            if watchesRefusals, let watched = seccomp.watched { append(.watchedSeccomp(watched)) }
            append(.seccomp(seccomp))
        }
        append(
            .capabilities(
                effective: sets.effective, permitted: sets.permitted, inheritable: sets.inheritable,
                ambient: sets.ambient))
    }

    /// What is said in the specification about the process itself, before
    /// anything is done for it.
    static func check(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        _ = try arguments(process)
        _ = try ExecAffinity(process)
        try checkWorkingDirectory(process)
        try check(process.user)
    }

    /// What the process is given of the kernel while it is still root of its
    /// container, and what that root finds out for it.
    mutating func addAttributes(
        _ process: RuntimeSpec.Process, _ linux: RuntimeSpec.Linux
    ) throws(RuntimeError) {
        try addExecutionDomain(linux)
        try addSecurityLabels(process)
        try addHome(process)
    }

    /// Finds the home directory of a process that was given none; the user's
    /// files are read as root of the container.
    mutating func addHome(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        if try Self.environment(process).home != nil { append(.home(uid: process.user.userID)) }
    }

    mutating func addSearch(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        let command = try Self.arguments(process)[0]
        let candidates = Self.candidates(for: command, environment: try Self.environment(process).entries)
        append(.findExecutable(candidates: candidates, user: process.user, name: command))
    }

    mutating func addExecution(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        let arguments = try Self.arguments(process)
        let environment = try Self.environment(process)
        append(
            .execute(
                candidates: Self.candidates(for: arguments[0], environment: environment.entries),
                arguments: arguments, environment: environment.entries, home: environment.home))
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

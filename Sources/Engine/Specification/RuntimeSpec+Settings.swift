import OCI

extension RuntimeSpec {
    /// The specification of a container: its settings, with Docker's default
    /// mounts, masks and rules around them.
    ///
    /// Throws `invalid` when the user's ids don't exist in the container's own
    /// user namespace.
    public init(
        _ settings: ContainerSettings, _ provisions: ContainerProvisions, host: HostFacts
    ) throws(EngineError) {
        let mapping = settings.userNamespace == .auto ? provisions.identifiers : nil
        if let mapping { try Self.checkUser(provisions.user, is: mapping) }
        self.init(
            version: "1.2.0",
            process: Process(settings, user: provisions.user, hostname: provisions.hostname),
            root: Root(path: provisions.root, readOnly: settings.readOnlyRoot),
            hostname: settings.sharing.uts == .private ? provisions.hostname ?? settings.hostname : nil,
            domainname: settings.sharing.uts == .private ? settings.domainName : nil,
            mounts: Self.mounts(settings, nameFiles: provisions.nameFiles, initProgram: provisions.initProgram),
            linux: Linux(
                namespaces: Self.namespaces(settings, joined: provisions.joinedNamespaces),
                userIDMappings: mapping.map { [$0] },
                groupIDMappings: mapping.map { [$0] },
                devices: provisions.devices.isEmpty ? nil : provisions.devices.map(\.node),
                cgroupsPath: settings.cgroupPath,
                resources: Resources(settings, devices: provisions.devices),
                sysctl: Self.sysctls(settings, mapping: mapping),
                seccomp: provisions.seccomp?.resolved(for: settings.capabilities, on: host),
                rootPropagation: Self.rootPropagation(settings.mounts),
                maskedPaths: settings.privileged ? nil : ProtectedPaths.masked(on: host),
                readOnlyPaths: settings.privileged ? nil : ProtectedPaths.readOnly))
    }

    private static func checkUser(_ user: ResolvedUser, is mapping: IDMapping) throws(EngineError) {
        if let id = ([user.userID] + user.additionalGroupIDs).first(where: { $0 >= mapping.size }) {
            throw EngineError(
                .invalid,
                "id \(id) is not among the \(mapping.size) of the container's user namespace: use --userns host")
        }
    }

    /// Docker's two for a network namespace of the container's own: every user
    /// may ping and may listen on every port. Only groups that exist in the
    /// container's user namespace can be named.
    private static func sysctls(_ settings: ContainerSettings, mapping: IDMapping?) -> [String: String]? {
        guard settings.network == .none else { return settings.sysctls.isEmpty ? nil : settings.sysctls }
        let lastGroup = mapping.map { $0.size - 1 } ?? UInt32(Int32.max)
        let defaults = [
            "net.ipv4.ping_group_range": "0 \(lastGroup)",
            "net.ipv4.ip_unprivileged_port_start": "0",
        ]
        return defaults.merging(settings.sysctls) { $1 }
    }
}

extension RuntimeSpec.Process {
    fileprivate init(_ settings: ContainerSettings, user: ResolvedUser, hostname: String?) {
        var environment = Environment(settings.environment)
        if let hostname, settings.environment.contains("HOSTNAME=\(settings.hostname)") {
            environment.apply("HOSTNAME=\(hostname)")
        }
        environment.applyDefault("HOME=\(user.home)")
        let capabilities = settings.capabilities.ociNames
        // What execve(2) leaves to a user who isn't root: the bounding set alone.
        let granted = user.userID == 0 ? capabilities : []
        self.init(
            terminal: settings.terminal,
            user: RuntimeSpec.User(
                userID: user.userID, groupID: user.groupID, additionalGroupIDs: user.additionalGroupIDs),
            arguments: (settings.initProcess ? [RuntimeSpec.initTarget, "--"] : []) + settings.arguments,
            environment: environment.entries,
            workingDirectory: settings.workingDirectory,
            capabilities: RuntimeSpec.CapabilitySets(
                bounding: capabilities, effective: granted, inheritable: [], permitted: granted, ambient: []),
            resourceLimits: settings.resourceLimits.isEmpty
                ? nil : settings.resourceLimits.map { RuntimeSpec.ResourceLimit($0) },
            noNewPrivileges: settings.noNewPrivileges,
            oomScoreAdjustment: settings.oomScoreAdjustment)
    }
}

extension RuntimeSpec.ResourceLimit {
    /// -1 is RLIM_INFINITY (getrlimit(2)).
    fileprivate init(_ option: ResourceLimitOption) {
        self.init(
            type: "RLIMIT_" + option.name.uppercased(), hard: UInt64(bitPattern: option.hard),
            soft: UInt64(bitPattern: option.soft))
    }
}

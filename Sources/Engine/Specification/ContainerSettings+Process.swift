import OCI

extension ContainerSettings {
    /// Docker's rule: an entrypoint given by the user replaces the image's and
    /// drops the image's command with it; a command given replaces the image's.
    static func arguments(
        _ options: RunOptions, _ image: ContainerDefaults?
    ) throws(EngineError) -> [String] {
        let arguments: [String]
        if let entrypoint = options.entrypoint {
            arguments = (entrypoint.isEmpty ? [] : [entrypoint]) + options.command
        } else {
            let command = options.command.isEmpty ? image?.command ?? [] : options.command
            arguments = (image?.entrypoint ?? []) + command
        }
        guard let program = arguments.first else {
            throw EngineError(.invalid, "no command: image \"\(options.image)\" has none, so name one after the image")
        }
        guard !program.isEmpty else {
            throw EngineError(.commandNotFound, "the command is an empty text: name a program")
        }
        return arguments
    }

    /// The engine's variables, overridden by the image's, overridden by the
    /// user's. `HOME` waits for the user's entry in the image.
    static func environment(
        _ options: RunOptions, _ image: ContainerDefaults?, hostname: String
    ) -> [String] {
        var environment = Environment()
        environment.apply("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        environment.apply("HOSTNAME=\(hostname)")
        if options.terminal { environment.apply("TERM=xterm") }
        for entry in image?.environment ?? [] { environment.apply(entry) }
        for entry in options.environment { environment.apply(entry) }
        return environment.entries
    }

    /// Docker's rule: the standard set without those dropped, then with those
    /// added. `ALL` added: all but those dropped; `ALL` dropped: those added.
    /// What the host can't give is left out, unless it was asked for by name.
    static func capabilities(_ options: RunOptions, on host: HostFacts) throws(EngineError) -> CapabilitySet {
        let added = try CapabilityChoice(options.addedCapabilities, flag: "--cap-add")
        let dropped = try CapabilityChoice(options.droppedCapabilities, flag: "--cap-drop")
        if let missing = added.named.subtracting(host.capabilities).members.first {
            throw EngineError(
                .unavailable, "cannot grant \(missing.ociName): this process doesn't have it in its own bounding set")
        }
        if options.privileged { return host.capabilities }
        if added.all { return host.capabilities.subtracting(dropped.named) }
        if dropped.all { return added.named }
        return host.capabilities.intersection(.standard).subtracting(dropped.named).union(added.named)
    }
}

/// The names given to one of `--cap-add` and `--cap-drop`.
private struct CapabilityChoice {
    /// `ALL` was among them.
    private(set) var all = false
    private(set) var named: CapabilitySet = []

    init(_ names: [String], flag: String) throws(EngineError) {
        for name in names {
            if name.uppercased() == "ALL" {
                all = true
            } else if let capability = Capability(parsing: name) {
                named.insert(CapabilitySet(capability))
            } else {
                throw EngineError(
                    .invalid, "unknown capability \"\(name)\" in \(flag): see capabilities(7) for the names")
            }
        }
    }
}

extension ContainerSettings {
    /// The kernel takes texts that end at the first NUL: what follows would be lost in silence.
    func checkTexts() throws(EngineError) {
        let texts =
            arguments + environment + [workingDirectory, user, hostname]
            + mounts.map(\.target) + mounts.compactMap(\.subpath) + sysctls.flatMap { [$0.key, $0.value] }
        if let text = texts.first(where: { $0.utf8.contains(0) }) {
            throw EngineError(
                .invalid, "\"\(text.split(separator: "\0").joined(separator: "\\0"))\" contains a NUL character")
        }
    }

    func checkEnvironment() throws(EngineError) {
        if let entry = environment.first(where: { $0.hasPrefix("=") }) {
            throw EngineError(.invalid, "invalid environment variable \"\(entry)\": give it a name before the \"=\"")
        }
    }

    /// sethostname(2) takes 64 bytes; the letters are hostname(7)'s, with `_`, which is common.
    func checkHostname() throws(EngineError) {
        let isAllowed = hostname.utf8.allSatisfy { $0.isASCIIAlphanumeric || "._-".utf8.contains($0) }
        guard let first = hostname.utf8.first, hostname.utf8.count <= 64, isAllowed, !"-.".utf8.contains(first) else {
            throw EngineError(
                .invalid, "invalid hostname \"\(hostname)\": use up to 64 letters, digits, \".\", \"-\" and \"_\"")
        }
    }

    /// setdomainname(2) takes as many bytes.
    func checkDomainName() throws(EngineError) {
        guard let domainName else { return }
        let isAllowed = domainName.utf8.allSatisfy { $0.isASCIIAlphanumeric || "._-".utf8.contains($0) }
        guard let first = domainName.utf8.first, domainName.utf8.count <= 64, isAllowed, !"-.".utf8.contains(first)
        else {
            throw EngineError(
                .invalid, "invalid domain name \"\(domainName)\": use up to 64 letters, digits, \".\", \"-\" and \"_\"")
        }
    }

    func checkOOMScore() throws(EngineError) {
        if let value = oomScoreAdjustment, !(-1000...1000).contains(value) {
            throw EngineError(.invalid, "invalid OOM score adjustment \(value): use -1000 to 1000")
        }
    }

    /// What Docker refuses too: the host's root would have to be root inside,
    /// and a network namespace belongs to the user namespace that made it.
    func checkUserNamespace() throws(EngineError) {
        guard userNamespace == .auto else { return }
        if privileged {
            throw EngineError(
                .conflict, "a privileged container can't have a user namespace of its own: use --userns host")
        }
        if network == .host {
            throw EngineError(
                .conflict,
                "a container with a user namespace of its own can't use the host's network: use --userns host")
        }
    }
}

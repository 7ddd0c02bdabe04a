import Glibc
import JSON
import LinuxSystem

/// Where a user's credentials are kept: Docker's `config.json`, and the
/// credential programs that it names.
///
/// For each registry the first of these has it: the program that `credHelpers`
/// names for it, the program that `credsStore` names for all, `auths` in the
/// file itself.
struct CredentialStore: Sendable {
    /// The directory of `config.json`: `DOCKER_CONFIG`, or `.docker` at home. `nil`: the user has no home.
    private let directory: String?

    init(environment: (String) -> String?) {
        directory = environment("DOCKER_CONFIG") ?? environment("HOME").map { "\($0)/.docker" }
    }

    /// What Docker calls a registry where it keeps credentials.
    static func serverAddress(of registry: String) -> String {
        registry == "docker.io" ? "https://index.docker.io/v1/" : registry
    }

    /// The credentials for a registry; `nil`: there are none.
    func credentials(for registry: String) throws(RegistryError) -> Credentials? {
        let file = try read()
        guard let helper = try file.helper(for: registry) else { return try file.credentials(for: registry) }
        return try CredentialHelper(helper).credentials(for: registry)
    }

    /// Keeps credentials, in the place of those that the registry may have had.
    func store(_ credentials: Credentials, for registry: String) throws(RegistryError) -> CredentialPlace {
        var file = try read()
        if let name = try file.helper(for: registry) {
            let helper = CredentialHelper(name)
            try helper.store(credentials, for: registry)
            return .helper
        }
        try file.set(credentials, for: registry)
        return .file(path: try write(file))
    }

    /// Forgets a registry's credentials.
    /// - Returns: false if there were none.
    func remove(for registry: String) throws(RegistryError) -> Bool {
        var file = try read()
        var isRemoved = false
        if let name = try file.helper(for: registry) {
            let helper = CredentialHelper(name)
            isRemoved = try helper.credentials(for: registry) != nil
            if isRemoved { try helper.erase(for: registry) }
        }
        guard try file.removeCredentials(for: registry) else { return isRemoved }
        _ = try write(file)
        return true
    }
}

// MARK: - The file

extension CredentialStore {
    private static let name = "config.json"

    private func read() throws(RegistryError) -> DockerConfiguration {
        guard let directory else { return DockerConfiguration() }
        let path = "\(directory)/\(Self.name)"
        let bytes: [UInt8]
        do {
            bytes = try Descriptor.open(path, [.readOnly, .noControllingTerminal]).readToEnd(limit: 1 << 20, name: path)
        } catch {
            if error.errno == ENOENT || error.errno == ENOTDIR { return DockerConfiguration() }
            throw .system(error)
        }
        do {
            return try DockerConfiguration(jsonText: bytes)
        } catch {
            throw .invalid("\(path) is not valid: \(error)")
        }
    }

    /// Replaces the file at once, so that no reader and no crash sees half of it.
    /// - Returns: its path.
    private func write(_ file: DockerConfiguration) throws(RegistryError) -> String {
        guard let directory else {
            throw .invalid("there is no place for credentials: set HOME or DOCKER_CONFIG")
        }
        let path = Self.resolved("\(directory)/\(Self.name)")
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let parent = String(path[..<slash])
        try attempt { () throws(SystemError) in
            // The parents of that directory are the user's to make.
            if mkdir(parent, 0o700) < 0, errno != EEXIST { throw SystemError("make", parent, errno: errno) }
            let parent = try Descriptor.open(parent, [.readOnly, .directory])
            try parent.writeFile(String(path[path.index(after: slash)...]), file.text, mode: 0o600)
        }
        return path
    }

    /// Where a symbolic link leads, for who keeps the file elsewhere; the path itself if nothing is there.
    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

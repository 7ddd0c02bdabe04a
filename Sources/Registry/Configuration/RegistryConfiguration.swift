import Glibc
import JSON
import LinuxSystem

/// How registries are reached: `registries.json`, and the certificates that
/// Docker's users have in `/etc/docker/certs.d`.
///
///     { "registries": {
///         "docker.io": { "mirrors": ["mirror.example:5000"] },
///         "mirror.example:5000": { "ca": "/etc/ssl/example.pem" },
///         "lab:5000": { "plainHTTP": true } } }
public struct RegistryConfiguration: Hashable, Sendable {
    /// By the registry's name in references.
    public var registries: [String: RegistrySettings]
    /// Directories named for registries, with `*.crt` to trust and `NAME.cert`, `NAME.key` to show.
    public var certificateDirectory = "/etc/docker/certs.d"
    /// How long a registry may let wait, and how much it may say.
    public var limits = TransferLimits()

    public init(registries: [String: RegistrySettings] = [:]) {
        self.registries = registries
    }

    /// The host's files, then the user's, whose word counts more; or the one that `SKIFF_REGISTRIES` names.
    public static func ofEnvironment(_ environment: (String) -> String?) throws(RegistryError) -> RegistryConfiguration
    {
        if let path = environment("SKIFF_REGISTRIES") { return try read(path, mustExist: true) }
        var configuration = try read("/etc/skiff/registries.json", mustExist: false)
        if let home = environment("HOME") {
            let own = try read("\(home)/.config/skiff/registries.json", mustExist: false)
            configuration.registries.merge(own.registries) { _, own in own }
        }
        return configuration
    }

    private static func read(_ path: String, mustExist: Bool) throws(RegistryError) -> RegistryConfiguration {
        let bytes: [UInt8]
        do {
            bytes = try Descriptor.open(path, [.readOnly, .noControllingTerminal]).readToEnd(limit: 1 << 20, name: path)
        } catch {
            if error.errno == ENOENT, !mustExist { return RegistryConfiguration() }
            throw .system(error)
        }
        do {
            return try RegistryConfiguration(jsonText: bytes)
        } catch {
            throw .invalid("\(path) is not valid: \(error)")
        }
    }

    /// What is said about a registry, or else holds for all.
    func settings(for name: String) -> RegistrySettings { registries[name] ?? RegistrySettings() }
}

extension RegistryConfiguration: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        for member in object.members where member.key != "registries" {
            throw JSONError(place: member.key, reason: "there is no such setting; there is registries")
        }
        self.init(registries: try object.optional("registries") ?? [:])
    }
}

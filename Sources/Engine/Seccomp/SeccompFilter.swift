import LinuxSystem
import OCI
import Runtime
import StateStore

/// The compiled filter of a container, in a file of the state directory.
enum SeccompFilter {
    private static let directoryName = "seccomp"

    /// The path of the filter that a container's settings ask for; `nil` when
    /// they ask for none.
    static func path(
        for settings: ContainerSettings, on host: HostFacts, in state: StateStore
    ) throws -> String? {
        let directory = try state.directory.makeAndOpenDirectory(directoryName, mode: 0o700)
        guard let name = try file(for: settings, on: host, in: SeccompCache(owning: directory)) else { return nil }
        return "\(state.path)/\(directoryName)/\(name)"
    }

    private static func file(
        for settings: ContainerSettings, on host: HostFacts, in cache: borrowing SeccompCache
    ) throws -> String? {
        if settings.seccomp == .standard, !settings.privileged {
            // Everything that the filter depends on; so that on most starts
            // not even the profile is worked out.
            let capabilities = String(settings.capabilities.rawValue, radix: 16)
            return try cache.file(for: SeccompKey(name: "standard-\(capabilities)-\(host.kernel)")) {
                SeccompProfile.standard.resolved(for: settings.capabilities, on: host)
            }
        }
        guard let profile = try SeccompProfile.load(settings.seccomp, privileged: settings.privileged) else {
            return nil
        }
        let resolved = profile.resolved(for: settings.capabilities, on: host)
        return try cache.file(for: SeccompKey(resolved)) { resolved }
    }
}

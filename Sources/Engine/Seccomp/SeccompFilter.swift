import LinuxSystem
import OCI
import Runtime
import StateStore

/// The compiled filter of a container, in a file of the state directory.
struct SeccompFilter {
    let path: String
    /// Of a profile with SCMP_ACT_NOTIFY what its agent is found by: a profile
    /// without rules, which are in the file.
    private(set) var listener: RuntimeSpec.Seccomp?

    /// Whether the supervisor is to hear of what it refuses. A profile of the
    /// user's is installed as it is written; and CAP_SYS_ADMIN is for engines
    /// inside, whose containers may want a listener of their own, of which the
    /// kernel allows a process one.
    private(set) var isWatched = false

    private static let directoryName = "seccomp"

    /// The filter that a container's settings ask for; `nil` when they ask for
    /// none.
    init?(for settings: ContainerSettings, on host: HostFacts, in state: StateStore) throws {
        let directory = try state.directory.makeAndOpenDirectory(Self.directoryName, mode: 0o700)
        let cache = SeccompCache(owning: directory)
        let name: String
        if settings.seccomp == .standard, !settings.privileged {
            // Everything that the filter depends on; so that on most starts
            // not even the profile is worked out.
            isWatched = !settings.capabilities.contains(.sysAdmin)
            let capabilities = String(settings.capabilities.rawValue, radix: 16)
            name = try cache.file(for: SeccompKey(name: "standard-\(capabilities)-\(host.kernel)")) {
                SeccompProfile.standard.resolved(for: settings.capabilities, on: host)
            }
        } else if let profile = try SeccompProfile.load(settings.seccomp, privileged: settings.privileged) {
            var resolved = profile.resolved(for: settings.capabilities, on: host)
            name = try cache.file(for: resolved)
            resolved.systemCalls = nil
            if resolved.listenerPath != nil { listener = resolved }
        } else {
            return nil
        }
        path = "\(state.path)/\(Self.directoryName)/\(name)"
    }
}

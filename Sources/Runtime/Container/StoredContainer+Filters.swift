import LinuxSystem
import OCI

extension StoredContainer {
    /// The name of the compiled filters' directory beside the containers; no
    /// container can be called so.
    static let filtersName = "@seccomp"

    /// The filter that a specification asks for; `nil` when it asks for none.
    /// Filters are kept beside the containers.
    func filter(for spec: RuntimeSpec) throws(RuntimeError) -> SeccompProgram? {
        guard let profile = spec.linux?.seccomp else { return nil }
        let directory: Descriptor
        do { directory = try store.makeAndOpenDirectory(Self.filtersName, mode: 0o700) } catch {
            throw .system(error)
        }
        try directory.requireOwn("the directory of filters \(Self.filtersName)")
        let cache = SeccompCache(owning: directory)
        do { return try cache.program(for: profile) } catch { throw RuntimeError(error) }
    }
}

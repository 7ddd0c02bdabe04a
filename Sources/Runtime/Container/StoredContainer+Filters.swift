import LinuxSystem
import OCI

extension StoredContainer {
    /// The name of the compiled filters' directory beside the containers; no
    /// container can be called so.
    static let filtersName = "@seccomp"

    /// The compiled filters of the store.
    func filters() throws(RuntimeError) -> SeccompCache {
        do {
            return SeccompCache(owning: try store.makeAndOpenDirectory(Self.filtersName, mode: 0o700))
        } catch {
            throw .system(error)
        }
    }
}

extension SeccompCache {
    /// The filter that a specification asks for; `nil` when it asks for none.
    func program(for spec: RuntimeSpec) throws(RuntimeError) -> SeccompProgram? {
        guard let profile = spec.linux?.seccomp else { return nil }
        do { return try program(for: profile) } catch { throw RuntimeError(error) }
    }
}

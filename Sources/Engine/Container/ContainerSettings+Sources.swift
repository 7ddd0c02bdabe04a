import Glibc
import LinuxSystem

extension ContainerSettings {
    /// Docker's rule for `-v`: a directory of the host that isn't there is made.
    func makeMissingSources() throws(EngineError) {
        for mount in mounts {
            guard case .bind(let path, let createMissing, _, _) = mount.source, access(path, F_OK) != 0 else {
                continue
            }
            guard createMissing else {
                throw EngineError(.invalid, "the source of a mount doesn't exist: \"\(path)\"")
            }
            try Self.makeDirectories(path)
        }
    }

    private static func makeDirectories(_ path: String) throws(EngineError) {
        var made = ""
        for component in path.split(separator: "/") {
            made += "/\(component)"
            guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
                throw EngineError(
                    .internal, "cannot make the directory \"\(path)\" for a mount",
                    cause: SystemError("make directory", made, errno: errno))
            }
        }
    }
}

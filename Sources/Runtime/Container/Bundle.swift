import Glibc
import LinuxSystem
import OCI

/// A bundle: the directory with a container's `config.json` and, as a rule,
/// its root file system (OCI runtime specification, "Filesystem Bundle").
public struct Bundle: Sendable {
    /// Absolute.
    public let path: String
    /// The bytes of `config.json`.
    let configuration: [UInt8]
    /// What `config.json` says.
    public let specification: RuntimeSpec
    /// Far beyond any real configuration, in bytes.
    private static let configurationLimit = 16 << 20

    /// Opens the bundle and reads its configuration.
    /// - Throws: `configuration` with the field's path when that is not valid.
    public init(_ path: String) throws(RuntimeError) {
        self.path = try Self.absolute(path)
        configuration = try Self.read(path)
        specification = try RuntimeSpec(configuration: configuration)
        try specification.requireKnownVersion()
    }

    private static func read(_ path: String) throws(RuntimeError) -> [UInt8] {
        do {
            // The caller's own word: it may be a link, or a pipe.
            let file = try Descriptor.open("\(path)/\(StoredContainer.configurationName)", [.readOnly])
            return try file.readToEnd(limit: configurationLimit)
        } catch {
            throw .system(SystemError("read", "\(path)/\(StoredContainer.configurationName)", errno: error.errno))
        }
    }

    /// The path of the root file system on the host.
    func rootPath() throws(RuntimeError) -> String {
        guard let root = specification.root, !root.path.isEmpty else {
            throw .invalid(field: "root.path", reason: "is required")
        }
        return root.path.hasPrefix("/") ? root.path : "\(path)/\(root.path)"
    }

    /// The directory of the root file system.
    func openRoot() throws(RuntimeError) -> Descriptor {
        let path = try rootPath()
        do {
            return try Descriptor.open(path, [.pathOnly, .directory])
        } catch {
            throw .invalid(field: "root.path", reason: "cannot open \(path): \(error.reason)")
        }
    }

    /// realpath(3), which answers whatever the working directory is later.
    private static func absolute(_ path: String) throws(RuntimeError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw .system(SystemError("open the bundle", path, errno: errno))
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

extension RuntimeSpec {
    /// Versions 1.x are backwards compatible (Semantic Versioning); others are
    /// not known to say the same.
    func requireKnownVersion() throws(RuntimeError) {
        guard version.hasPrefix("1.") else {
            throw .invalid(
                field: "ociVersion", reason: "\"\(version)\" is not a version that this runtime knows: 1.0 to 1.3 are")
        }
    }
}

import Glibc
import LinuxSystem
import TestSupport

/// The OCI runtime that engines are told to use.
enum EngineRuntime {
    /// The built `skiff-runtime`. `SKIFF_TEST_RUNTIME` names another, such as
    /// `/usr/sbin/runc`: a test that fails with that one too is itself wrong.
    static let path =
        getenv("SKIFF_TEST_RUNTIME").map { String(cString: $0) } ?? "\(Installation.executables)/skiff-runtime"
}

/// The busybox fixture as one tar archive that every engine loads: an OCI layout
/// with the manifest beside it that `docker save` writes.
enum EngineArchive {
    /// Writes `busybox.tar` into the directory: its path.
    static func write(into directory: String) throws -> String {
        let layout = try Installation.layout(of: .busybox)
        let index = try JSON(parsing: HostFile.text("\(layout)/index.json"))
        let manifest = try JSON(parsing: HostFile.text("\(layout)/\(blob(index["manifests"][0]))"))
        let layers = try manifest["layers"].elements.map { "\"\(try blob($0))\"" }.joined(separator: ",")
        let text = """
            [{"Config":"\(try blob(manifest["config"]))","RepoTags":["busybox:latest"],"Layers":[\(layers)]}]
            """
        try HostFile.write(text, to: "\(directory)/manifest.json")
        let archive = "\(directory)/busybox.tar"
        let words = ["--create", "--file", archive, "--directory", layout]
        let files = ["oci-layout", "index.json", "blobs", "--directory", directory, "manifest.json"]
        try Program("tar", words + files).run().succeeded()
        return archive
    }

    private static func blob(_ descriptor: JSON) throws -> String {
        guard let digest = descriptor["digest"].string, digest.hasPrefix("sha256:") else {
            throw TestFailure("no digest in \(descriptor)")
        }
        return "blobs/sha256/\(digest.dropFirst("sha256:".count))"
    }
}

/// What tests of terminals share.
enum EngineTerminal {
    /// For a shell: prints the size. Engines set it once the process runs.
    static let showSize = "while [ -z \"$(stty size 2>/dev/null)\" ]; do sleep 0.05; done; stty size"
}

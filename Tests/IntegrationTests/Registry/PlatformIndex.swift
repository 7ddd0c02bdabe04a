import RegistryFixtures
import TestSupport

/// An index with an image for each of several platforms.
enum PlatformIndex {
    /// Makes one in the registry, tagged `latest`. The images differ in their
    /// configuration alone.
    static func push(to registry: RealRegistry, as name: String, for architectures: [String]) throws {
        let entries = try architectures.map { architecture in
            let archive = ImageArchive(layers: [[.file("file")]], architecture: architecture)
            let image = "\(registry.host)/\(name):\(architecture)"
            try withTemporaryDirectory { directory in
                try Program("/usr/bin/tee", ["\(directory)/archive"]).run(input: archive.bytes()).succeeded()
                try Skopeo.copy("oci-archive:\(directory)/archive:hostile:latest", "docker://\(image)")
            }
            return try entry(archive, architecture)
        }
        let index: JSON = [
            "schemaVersion": 2, "mediaType": .string(mediaType), "manifests": .array(entries),
        ]
        let url = "http://\(registry.host)/v2/\(name)/manifests/latest"
        let words = ["-sSf", "-X", "PUT", "-H", "Content-Type: \(mediaType)", "--data-binary", try index.text, url]
        try Program("/usr/bin/curl", words).run().succeeded()
    }

    private static let mediaType = "application/vnd.oci.image.index.v1+json"

    private static func entry(_ archive: ImageArchive, _ architecture: String) throws -> JSON {
        [
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "digest": .string("sha256:\(archive.manifest)"),
            "size": .number(Int64(archive.blobs[archive.manifest]?.count ?? 0)),
            "platform": ["os": "linux", "architecture": .string(architecture)],
        ]
    }
}

extension ImageArchive {
    /// The image as a registry has it, under the tag `latest` and its digest.
    /// What `blobs` lies about, the registry lies about.
    func registryContent() -> RegistryContent {
        var content = RegistryContent()
        for (digest, bytes) in blobs { content.add(blob: bytes, as: "sha256:\(digest)") }
        if let bytes = blobs[manifest] { content.add(manifest: bytes, tag: "latest") }
        return content
    }
}

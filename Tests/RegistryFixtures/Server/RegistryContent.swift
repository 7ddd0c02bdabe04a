import Crypto

/// What a registry has, and the reading half of the distribution specification
/// ("Pull") as a faultless one speaks it. All of it is in every repository.
public struct RegistryContent: Sendable {
    /// By digest.
    public private(set) var blobs: [String: [UInt8]] = [:]
    /// By tag and by digest.
    public private(set) var manifests: [String: Document] = [:]

    /// A manifest or an index with its media type.
    public struct Document: Sendable {
        public let mediaType: String
        public let bytes: [UInt8]
    }

    public init() {}

    /// Adds the bytes: their digest.
    @discardableResult
    public mutating func add(blob bytes: [UInt8]) -> String {
        let digest = Self.digest(of: bytes)
        blobs[digest] = bytes
        return digest
    }

    /// Adds bytes under a digest that may be a lie.
    public mutating func add(blob bytes: [UInt8], as digest: String) { blobs[digest] = bytes }

    /// Adds a manifest under its digest, and under a tag if one is given: the digest.
    @discardableResult
    public mutating func add(
        manifest bytes: [UInt8], mediaType: String = "application/vnd.oci.image.manifest.v1+json", tag: String? = nil
    ) -> String {
        let digest = Self.digest(of: bytes)
        for name in [digest, tag].compactMap(\.self) {
            manifests[name] = Document(mediaType: mediaType, bytes: bytes)
        }
        return digest
    }

    /// `sha256:` and the digits.
    public static func digest(of bytes: [UInt8]) -> String {
        let digits = SHA256.hash(data: bytes).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "sha256:" + digits.joined()
    }

    /// What a faultless registry says.
    func answer(to request: Request) -> Answer {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.first == "v2" else { return .status(404) }
        guard parts.count >= 4, let name = parts.last else { return .status(200, text: "{}") }
        switch parts[parts.count - 2] {
        case "manifests":
            guard let document = manifests[name] else { return .error(404, "MANIFEST_UNKNOWN", "manifest unknown") }
            let lines = [
                "Content-Type: \(document.mediaType)",
                "Docker-Content-Digest: \(Self.digest(of: document.bytes))",
            ]
            return body(document.bytes, lines, request)
        case "blobs":
            guard let blob = blobs[name] else { return .error(404, "BLOB_UNKNOWN", "blob unknown to registry") }
            return body(blob, ["Content-Type: application/octet-stream", "Accept-Ranges: bytes"], request)
        default:
            return .error(404, "UNSUPPORTED", "the operation is unsupported")
        }
    }

    private func body(_ bytes: [UInt8], _ lines: [String], _ request: Request) -> Answer {
        if request.method == "HEAD" { return .raw(200, ["Content-Length: \(bytes.count)"] + lines) }
        guard let start = request.rangeStart else { return .status(200, lines, body: bytes) }
        guard start < bytes.count else { return .status(416, ["Content-Range: bytes */\(bytes.count)"]) }
        let range = "Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)"
        return .status(206, lines + [range], body: Array(bytes[start...]))
    }
}

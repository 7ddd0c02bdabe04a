import Crypto

/// An OCI image layout in a tar archive, made in memory. What is changed in
/// `blobs` after it is made stays under its old digest: a lie.
struct ImageArchive {
    static let name = "hostile"

    var name = Self.name
    var blobs: [String: [UInt8]] = [:]
    private(set) var layers: [String] = []
    private(set) var config = ""
    private(set) var manifest = ""
    private var manifestSize = 0

    /// - Parameters:
    ///   - config: the object `config` of the image configuration.
    ///   - manifestEdit: what a test wants to be wrong in the manifest's text.
    init(
        layers entries: [[TarEntry]], config: String = "{}", architecture: String = Self.hostArchitecture,
        manifestEdit: (String) -> String = { $0 }
    ) {
        let archives = entries.map { TarArchive.bytes($0) }
        layers = archives.map { add($0) }
        let ids = layers.map { "\"sha256:\($0)\"" }.joined(separator: ",")
        let text = """
            {"architecture":"\(architecture)","os":"linux","config":\(config),"rootfs":{"type":"layers","diff_ids":[\(ids)]}}
            """
        self.config = add(Array(text.utf8))
        let descriptors = zip(layers, archives).map {
            Self.descriptor("application/vnd.oci.image.layer.v1.tar", $0, $1.count)
        }
        let manifest = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "config":\(Self.descriptor("application/vnd.oci.image.config.v1+json", self.config, text.utf8.count)),\
            "layers":[\(descriptors.joined(separator: ","))]}
            """
        let edited = Array(manifestEdit(manifest).utf8)
        self.manifest = add(edited)
        manifestSize = edited.count
    }

    /// The archive's bytes.
    func bytes() -> [UInt8] {
        let index = """
            {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "digest":"sha256:\(manifest)","size":\(manifestSize),\
            "annotations":{"org.opencontainers.image.ref.name":"\(name):latest"}}]}
            """
        return TarArchive.bytes(
            [.file("oci-layout", #"{"imageLayoutVersion":"1.0.0"}"#), .file("index.json", index)]
                + blobs.sorted { $0.key < $1.key }.map { .file("blobs/sha256/\($0.key)", $0.value) })
    }

    private mutating func add(_ bytes: [UInt8]) -> String {
        let digest = SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
        blobs[digest] = bytes
        return digest
    }

    private static func descriptor(_ type: String, _ digest: String, _ size: Int) -> String {
        #"{"mediaType":"\#(type)","digest":"sha256:\#(digest)","size":\#(size)}"#
    }

    #if arch(x86_64)
        static let hostArchitecture = "amd64"
    #else
        static let hostArchitecture = "arm64"
    #endif
}

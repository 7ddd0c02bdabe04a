import Images
import JSON
import NIOHTTP1
import OCI

/// A manifest or an index as a registry gave it, its digest verified.
struct RemoteManifest {
    let bytes: [UInt8]
    let mediaType: MediaType
    let digest: Digest
}

/// What a manifest is asked for by.
enum ManifestName: CustomStringConvertible {
    case tag(String)
    case digest(Digest)

    /// A digest says it all; a tag beside it is for people.
    init(_ reference: ImageReference) {
        self = reference.digest.map(ManifestName.digest) ?? .tag(reference.tag ?? "latest")
    }

    var description: String {
        switch self {
        case .tag(let tag): tag
        case .digest(let digest): digest.text
        }
    }

    /// What to say when there is none.
    fileprivate var absence: String {
        switch self {
        case .tag: "there is no such tag"
        case .digest: "there is no such digest"
        }
    }
}

extension RemoteRepository {
    /// The longest manifest, as for distribution itself.
    static let manifestLimit = 4 << 20

    private static let accepted: [MediaType] = [.ociManifest, .ociIndex, .dockerManifest, .dockerIndex]

    /// Fetches a manifest or an index.
    func manifest(_ name: ManifestName) throws(RegistryError) -> RemoteManifest {
        var call = call(.GET, "manifests/\(name)")
        for type in Self.accepted { call.headers.add(name: "Accept", value: type.rawValue) }
        let answer = try host.perform(call)
        guard answer.status == .ok else { throw refusal(answer, missing: name.absence) }
        let bytes = try answer.body(limit: Self.manifestLimit)
        return RemoteManifest(
            bytes: bytes, mediaType: try Self.mediaType(answer, bytes), digest: try Self.digest(of: bytes, answer, name)
        )
    }

    /// Stores a manifest under a tag or its own digest.
    func put(_ manifest: RemoteManifest, as name: ManifestName) throws(RegistryError) {
        var call = call(.PUT, "manifests/\(name)", .push)
        call.headers.add(name: "Content-Type", value: manifest.mediaType.rawValue)
        call.body = { .bytes(manifest.bytes) }
        let answer = try host.perform(call)
        guard answer.status == .created || answer.status == .ok else {
            throw refusal(answer, missing: "there is no such repository")
        }
        answer.finish()
        if let text = answer.header("docker-content-digest"), text != manifest.digest.text {
            throw .invalid("it stored the manifest as \(text.quotable), not as \(manifest.digest)")
        }
    }

    /// Removes a manifest, or a tag where the registry can.
    func delete(_ name: ManifestName) throws(RegistryError) {
        let answer = try host.perform(call(.DELETE, "manifests/\(name)", .delete))
        guard answer.status == .accepted else { throw refusal(answer, missing: name.absence) }
    }

    /// The digest that was asked for, or that the registry claims, is the bytes' own.
    private static func digest(
        of bytes: [UInt8], _ answer: RegistryAnswer, _ name: ManifestName
    ) throws(RegistryError) -> Digest {
        if case .digest(let digest) = name {
            guard digest.matches(bytes) else { throw .invalid("its manifest doesn't match the digest \(digest)") }
            return digest
        }
        guard let text = answer.header("docker-content-digest") else { return Digest(hashing: bytes) }
        let claimed = try attempt { () throws(FormatError) in try Digest(parsing: text) }
        guard claimed.matches(bytes) else {
            throw .invalid("its manifest doesn't match the digest \(claimed) that it gives for it")
        }
        return claimed
    }

    /// What the header says, and the manifest itself must not contradict; else it could be taken for
    /// an image by one and for an index by another (CVE-2021-41190).
    private static func mediaType(_ answer: RegistryAnswer, _ bytes: [UInt8]) throws(RegistryError) -> MediaType {
        let header = answer.header("content-type").map { MediaType(rawValue: String($0.prefix { $0 != ";" })) }
        let own: String?
        let isBoth: Bool
        do {
            let object = try JSONObject(json: JSONValue(parsing: bytes))
            own = try object.optional("mediaType")
            isBoth = object["manifests"] != nil && (object["layers"] != nil || object["config"] != nil)
        } catch {
            throw .invalid("its manifest is not valid: \(error)")
        }
        let isKnown = header.map { $0.isIndex || $0.isManifest } ?? false
        guard let type = isKnown ? header : own.map(MediaType.init(rawValue:)) ?? header else {
            throw .invalid("its manifest is of no known type")
        }
        guard !isBoth, own == nil || own == type.rawValue else {
            throw .invalid("its manifest can be taken for an image and for an index, so it's neither")
        }
        return type
    }
}

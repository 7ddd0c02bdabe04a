import JSON
import NIOHTTP1
import OCI

extension RemoteRepository {
    /// All tags, in the registry's order; it gives them by pages.
    func tags() throws(RegistryError) -> [String] {
        var call = call(.GET, "tags/list?n=1000")
        var tags = [String]()
        while true {
            let answer = try host.perform(call)
            guard answer.status == .ok else { throw refusal(answer, missing: "there is no such repository") }
            let next = try Self.nextPage(answer)
            let bytes = try answer.body(limit: Self.manifestLimit)
            do {
                let page: [String] = try JSONObject(json: JSONValue(parsing: bytes)).optional("tags") ?? []
                tags += page
                // Pages without end would be pages with nothing new.
                guard let next, !page.isEmpty, tags.count < 100_000 else { return tags }
                call.place = .location(next)
            } catch {
                throw .invalid("its list of tags is not valid: \(error)")
            }
        }
    }

    /// What refers to a manifest: signatures and the like (distribution specification, "Listing
    /// Referrers"). Registries without that API have them under a tag made of the digest.
    func referrers(of digest: Digest) throws(RegistryError) -> [BlobDescriptor] {
        let answer = try host.perform(call(.GET, "referrers/\(digest)"))
        let bytes: [UInt8]
        switch answer.status.code {
        case 200: bytes = try answer.body(limit: Self.manifestLimit)
        case 404:
            do {
                bytes = try manifest(.tag("\(digest.algorithm.rawValue)-\(digest.hex.prefix(64))")).bytes
            } catch {
                guard case .notFound = error else { throw error }
                return []
            }
        default: throw refusal(answer, missing: "")
        }
        do {
            return try ImageIndex(jsonText: bytes).manifests
        } catch {
            throw .invalid("its list of referrers is not valid: \(error)")
        }
    }

    /// `Link: <…>; rel="next"` (RFC 8288).
    private static func nextPage(_ answer: RegistryAnswer) throws(RegistryError) -> HTTPLocation? {
        guard let link = answer.header("link"), link.contains("rel=\"next\"") || link.contains("rel=next"),
            let start = link.firstIndex(of: "<"), let end = link.firstIndex(of: ">"), start < end
        else { return nil }
        return try attempt { () throws(FormatError) in
            try answer.location.resolving(String(link[link.index(after: start)..<end]))
        }
    }
}

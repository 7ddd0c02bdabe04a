import Images
import NIOHTTP1
import OCI

extension RemoteRepository {
    /// Whether the repository has the blob.
    func holds(_ digest: Digest) throws(RegistryError) -> Bool {
        let answer = try host.perform(call(.HEAD, "blobs/\(digest)", .push))
        guard answer.status == .ok || answer.status == .notFound else { throw refusal(answer, missing: "") }
        answer.finish()
        return answer.status == .ok
    }

    /// A small blob, whole and verified: a configuration.
    func smallBlob(_ blob: BlobDescriptor) throws(RegistryError) -> [UInt8] {
        guard blob.size <= Self.manifestLimit else {
            throw .invalid("\(blob.digest) is said to have \(blob.size) bytes, more than 4 MiB")
        }
        let answer = try host.perform(call(.GET, "blobs/\(blob.digest)"))
        guard answer.status == .ok else { throw refusal(answer, missing: "it has no \(blob.digest)") }
        let bytes = try answer.body(limit: Int(blob.size))
        guard bytes.count == blob.size else {
            throw .invalid("\(blob.digest) has \(bytes.count) bytes, but is said to have \(blob.size)")
        }
        guard blob.digest.matches(bytes) else {
            throw .invalid("the content of \(blob.digest) doesn't match its digest")
        }
        return bytes
    }

    /// A blob's bytes from an offset on.
    /// - Returns: the answer, and how many of its bytes come before the offset, for a registry may
    ///   begin at the start nevertheless.
    func blob(_ blob: BlobDescriptor, from offset: Int64) throws(RegistryError) -> BlobAnswer {
        var call = call(.GET, "blobs/\(blob.digest)")
        if offset > 0 { call.headers.add(name: "Range", value: "bytes=\(offset)-") }
        let answer = try host.perform(call)
        switch answer.status.code {
        case 200:
            if let text = answer.header("content-length"), Int64(text) != blob.size {
                throw .invalid(
                    "it has \(text.quotable) bytes of layer \(blob.digest.short), which is said to have \(blob.size)")
            }
            return BlobAnswer(exchange: answer.exchange, surplus: offset)
        case 206 where offset > 0:
            let range = answer.header("content-range") ?? ""
            guard range == "bytes \(offset)-\(blob.size - 1)/\(blob.size)" else {
                throw .invalid(
                    "asked for layer \(blob.digest.short) from byte \(offset) of \(blob.size), it answers with the range \"\(range.quotable)\""
                )
            }
            return BlobAnswer(exchange: answer.exchange, surplus: 0)
        default: throw refusal(answer, missing: "it has no layer \(blob.digest.short)")
        }
    }
}

/// The beginning of a blob's transfer.
struct BlobAnswer {
    let exchange: Exchange
    /// Bytes to be left out at the start.
    let surplus: Int64
}

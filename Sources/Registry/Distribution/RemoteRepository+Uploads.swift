import Archive
import Images
import NIOHTTP1
import OCI

/// A blob that is to be sent, and the way to its bytes from any offset on.
struct OutgoingBlob: Sendable {
    let descriptor: BlobDescriptor
    let open: @Sendable (_ offset: Int64) throws(ImageError) -> any ByteSource
}

/// What an upload begins with.
enum UploadStart {
    /// The registry took the blob from another repository.
    case mounted(from: String)
    /// It's to be sent there.
    case location(HTTPLocation)
}

extension RemoteRepository {
    /// Begins to store a blob.
    /// - Parameter source: another repository of the registry that may have it.
    func startUpload(_ digest: Digest, mountingFrom source: String? = nil) throws(RegistryError) -> UploadStart {
        var path = "blobs/uploads/"
        var rights = [scope(.push)]
        if let source {
            path += "?mount=\(digest.text.percentEncoded)&from=\(source.percentEncoded)"
            rights.append(RemoteRepository(host: host, name: source).scope(.pull))
        }
        var call = call(.POST, path, .push)
        call.scopes = rights
        call.body = { .bytes([]) }
        let answer = try host.perform(call)
        if answer.status == .created || answer.status == .accepted { answer.finish() }
        if answer.status == .created, let source { return .mounted(from: source) }
        switch answer.status.code {
        case 202: return .location(try answer.namedLocation())
        // The token server may not let this user see the other repository.
        case 401...404 where source != nil: return try startUpload(digest)
        default: throw refusal(answer, missing: "there is no such repository")
        }
    }

    /// Sends a blob. What has arrived before a connection is lost isn't sent again if the registry keeps it;
    /// distribution forgets an upload that breaks off in the middle of a part.
    func upload(_ blob: OutgoingBlob, to start: HTTPLocation) throws(RegistryError) {
        var upload = Upload(location: start, sent: 0)
        var retry = RetryPolicy(host.transport.limits)
        while true {
            do {
                return try send(blob, upload)
            } catch {
                guard case .unavailable = error, retry.pause() else { throw error }
                upload = try state(of: upload, blob)
            }
        }
    }

    /// Blobs up to this size, in bytes, are sent in a single request.
    private static let singleRequestLimit: Int64 = 1 << 20

    /// How far an upload is.
    private struct Upload {
        /// Where the registry wants what comes next.
        let location: HTTPLocation
        /// Bytes that it has.
        let sent: Int64
    }

    private func send(_ blob: OutgoingBlob, _ upload: Upload) throws(RegistryError) {
        // What has come of a part may be kept when it breaks off, but never what has come with the end.
        guard upload.sent > 0 || blob.descriptor.size > Self.singleRequestLimit else {
            return try finish(blob, at: upload.location, with: blob.descriptor.size)
        }
        let location = upload.sent < blob.descriptor.size ? try sendRest(blob, upload) : upload.location
        try finish(blob, at: location, with: 0)
    }

    /// The request that ends an upload, with the digest that the registry verifies.
    private func finish(_ blob: OutgoingBlob, at location: HTTPLocation, with size: Int64) throws(RegistryError) {
        let target = location.adding("digest", blob.descriptor.digest.text)
        var call = uploadCall(.PUT, target, blob, from: blob.descriptor.size - size)
        call.headers.add(name: "Content-Type", value: "application/octet-stream")
        let answer = try host.perform(call)
        guard answer.status == .created else { throw refusal(answer, missing: Self.lost) }
        answer.finish()
    }

    private func sendRest(_ blob: OutgoingBlob, _ upload: Upload) throws(RegistryError) -> HTTPLocation {
        var call = uploadCall(.PATCH, upload.location, blob, from: upload.sent)
        call.headers.add(name: "Content-Type", value: "application/octet-stream")
        call.headers.add(name: "Content-Range", value: "\(upload.sent)-\(blob.descriptor.size - 1)")
        let answer = try host.perform(call)
        guard answer.status == .accepted || answer.status == .noContent else {
            throw refusal(answer, missing: Self.lost)
        }
        answer.finish()
        return try answer.namedLocation()
    }

    /// A call with the blob's bytes from an offset on.
    private func uploadCall(
        _ method: HTTPMethod, _ location: HTTPLocation, _ blob: OutgoingBlob, from offset: Int64
    ) -> RegistryCall {
        var call = RegistryCall(method, .location(location), scopes: [scope(.push)])
        // The registry may have a part of it when the connection is lost.
        call.isRepeatable = false
        call.body = { () throws(ExchangeFailure) in
            let rest = blob.descriptor.size - offset
            guard rest > 0 else { return .bytes([]) }
            do {
                return .stream(try blob.open(offset), size: rest)
            } catch {
                throw ExchangeFailure(.source, "\(error)")
            }
        }
        return call
    }

    /// Asks how much of an upload has arrived; begins anew when the registry has forgotten it.
    private func state(of upload: Upload, _ blob: OutgoingBlob) throws(RegistryError) -> Upload {
        let answer = try host.perform(RegistryCall(.GET, .location(upload.location), scopes: [scope(.push)]))
        if answer.status == .noContent || answer.status == .accepted {
            let location = answer.header("location") == nil ? upload.location : try answer.namedLocation()
            return Upload(location: location, sent: Self.count(answer.header("range"), of: blob.descriptor.size))
        }
        guard case .location(let location) = try startUpload(blob.descriptor.digest) else {
            throw .invalid("it says it has \(blob.descriptor.digest), which it did not have")
        }
        return Upload(location: location, sent: 0)
    }

    /// `0-1023` means 1024 bytes; `0-0` is what distribution says of none, so it can't mean one.
    private static func count(_ range: String?, of size: Int64) -> Int64 {
        let parts = (range ?? "").split(separator: "=").last?.split(separator: "-") ?? []
        guard parts.count == 2, parts[0] == "0", let last = Int64(parts[1]), last > 0, last < size else { return 0 }
        return last + 1
    }

    private static let lost = "it has forgotten the upload"
}

import Archive
import LinuxSystem
import OCI

extension LayerJob {
    /// Takes the layer's bytes from where they are: the store, what an earlier
    /// transfer has left, or the layer's origin.
    func receive(in transfer: Transfer) throws(ImageError) -> ReceivedLayer {
        guard let expected = layer.expected else { return try receiveToStaging(transfer) }
        if try transfer.store.holds(expected) { return try readStored(expected, transfer) }
        guard layer.isResumable else { return try receiveToStaging(transfer) }
        guard var download = try openDownload(expected, transfer) else { return try readStored(expected, transfer) }
        if download.present > 0 {
            do {
                return try receive(to: BlobFile(download), present: download.present, transfer)
            } catch {
                // What was left may have been damaged since: once more, from zero.
                guard case .invalid = error else { throw error }
                download = try download.restarted()
                progress.restart()
            }
        }
        do {
            return try receive(to: BlobFile(download), present: 0, transfer)
        } catch {
            // Nothing that the next transfer could go on with.
            if try error.kind == .invalid || download.isEmpty { try download.discard() }
            throw error
        }
    }

    /// Waits as long as another process is fetching the same.
    /// - Returns: `nil` when the store has got it meanwhile.
    private func openDownload(_ blob: BlobDescriptor, _ transfer: Transfer) throws(ImageError) -> Download? {
        while true {
            let download = try Download.open(blob, in: transfer.store)
            if try transfer.store.holds(blob) {
                try download?.discard()
                return nil
            }
            if let download { return download }
            try transfer.check()
            progress.begin(.waitingForOther)
            var pause = Backoff(milliseconds: 20)
            while pause.sleep() {}
        }
    }

    private func receiveToStaging(_ transfer: Transfer) throws(ImageError) -> ReceivedLayer {
        let file = try BlobFile("blob-\(number)", in: transfer.staging.descriptor)
        return try receive(to: file, present: 0, transfer)
    }

    private func receive(
        to file: BlobFile, present: Int64, _ transfer: Transfer
    ) throws(ImageError) -> ReceivedLayer {
        let receiver = BlobReceiver(layer, to: file, present: present, transfer, progress)
        guard isUnpacked else {
            let algorithm = layer.expected?.digest.algorithm ?? .sha256
            let archive = try LayerArchive(receiver, hashedBy: algorithm)
            let unpacked = try LayerUnpacker.unpack(archive, "layer-\(number)", above: nil, in: transfer)
            guard var blob = file.blob else { throw .invalid("it has not been read to its end") }
            if layer.expected == nil { blob.mediaType = archive.mediaType }
            return ReceivedLayer(blob: blob, file: file, diffID: archive.diffID(blob.digest), unpacked: unpacked)
        }
        let window = ByteWindow(receiver)
        try attempt { () throws(ArchiveError) in
            while try window.next(atMost: .max) != nil {}
        }
        guard let blob = file.blob else { throw .invalid("it has not been read to its end") }
        return ReceivedLayer(blob: blob, file: file, diffID: nil, unpacked: nil)
    }

    /// Unpacks a layer whose file the store has already.
    private func readStored(_ blob: BlobDescriptor, _ transfer: Transfer) throws(ImageError) -> ReceivedLayer {
        progress.begin(.unpacking)
        guard !isUnpacked else { return ReceivedLayer(blob: blob, file: nil, diffID: nil, unpacked: nil) }
        let source = try transfer.store.blobSource(blob.digest)
        let archive = try LayerArchive(source, hashedBy: blob.digest.algorithm)
        let unpacked = try LayerUnpacker.unpack(archive, "layer-\(number)", above: nil, in: transfer)
        return ReceivedLayer(blob: blob, file: nil, diffID: archive.diffID(blob.digest), unpacked: unpacked)
    }
}

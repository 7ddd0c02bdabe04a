import Archive
import LinuxSystem
import OCI

/// A layer's bytes on their way in: first those that an earlier transfer has
/// left in the file, then those of the origin, which are written behind them.
/// All are hashed and passed on, and at the end the blob is known to be what
/// was announced, or is refused.
final class BlobReceiver: ByteSource {
    private let layer: IncomingLayer
    private let file: BlobFile
    private let present: Int64
    private let transfer: Transfer
    private let progress: LayerProgress
    private var hash: RunningHash
    private var position: Int64 = 0
    /// Bytes of the origin for which there is known to be room.
    private var expected: Int64 = 0
    private var origin: (any ByteSource)?
    private var cancellation: Int?

    /// - Parameter present: how many bytes the file has already.
    init(
        _ layer: IncomingLayer, to file: BlobFile, present: Int64, _ transfer: Transfer, _ progress: LayerProgress
    ) {
        self.layer = layer
        self.file = file
        self.present = present
        self.transfer = transfer
        self.progress = progress
        hash = RunningHash(layer.expected?.digest.algorithm ?? .sha256)
    }

    deinit {
        if let cancellation { transfer.forget(cancellation) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        do {
            try transfer.check()
            return try receive(into: buffer)
        } catch {
            throw .source(error)
        }
    }

    private func receive(into buffer: UnsafeMutableRawBufferPointer) throws(ImageError) -> Int {
        // What follows the announced size is nothing to wait for.
        let limit = Int(max(0, min(Int64(buffer.count), (layer.expected?.size ?? .max) - position)))
        let buffer = UnsafeMutableRawBufferPointer(rebasing: buffer[..<limit])
        let count = position < present ? try readPresent(into: buffer) : try fetch(into: buffer)
        guard count > 0 else {
            try finish()
            return 0
        }
        hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        position += Int64(count)
        progress.advance(by: count)
        return count
    }

    private func readPresent(into buffer: UnsafeMutableRawBufferPointer) throws(ImageError) -> Int {
        if position == 0 { progress.begin(.verifying) }
        return try attempt { () throws(SystemError) in
            try file.file.descriptor.read(into: buffer, at: position, name: layer.name)
        }
    }

    private func fetch(into buffer: UnsafeMutableRawBufferPointer) throws(ImageError) -> Int {
        guard !buffer.isEmpty else { return 0 }
        if origin == nil { origin = try openOrigin() }
        guard let origin else { return 0 }
        let count = try attempt { () throws(ArchiveError) in try origin.read(into: buffer) }
        if Int64(count) > expected {
            try transfer.space.take(Int64(count) - expected, in: transfer.staging.descriptor, for: layer.name)
        }
        expected = max(0, expected - Int64(count))
        try attempt { () throws(SystemError) in
            try file.file.descriptor.write(
                UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: position, name: "the image store")
        }
        return count
    }

    private func openOrigin() throws(ImageError) -> any ByteSource {
        progress.begin(layer.isResumable ? .downloading : .loading)
        let opened = try layer.open(position)
        if let cancel = opened.cancel { cancellation = try transfer.whenFailed(cancel) }
        if let size = opened.size ?? layer.expected?.size {
            try requireSize(size)
            expected = max(0, size - position)
            try transfer.space.take(expected, in: transfer.staging.descriptor, for: layer.name)
        }
        return opened.source
    }

    private func finish() throws(ImageError) {
        let digest = hash.digest
        try requireSize(position)
        if let expected = layer.expected, expected.digest != digest {
            throw .invalid("its content doesn't match its digest \(expected.digest); it has \(digest)")
        }
        progress.begin(.unpacking)
        let mediaType = layer.expected?.mediaType ?? .ociLayer
        try file.complete(BlobDescriptor(mediaType: mediaType, digest: digest, size: position))
    }

    private func requireSize(_ size: Int64) throws(ImageError) {
        guard let expected = layer.expected, expected.size != size else { return }
        throw .invalid("it has \(size) bytes, but is said to have \(expected.size)")
    }
}

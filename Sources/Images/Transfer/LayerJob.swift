import Archive
import LinuxSystem
import OCI
import Synchronization

/// A layer that a transfer brings in: some thread runs it, and the one that
/// puts the image together waits for what comes of it.
final class LayerJob: Sendable {
    let layer: IncomingLayer
    /// Names its files in the staging directory.
    let number: Int
    /// The store has the layer unpacked, and lacks its file only.
    let isUnpacked: Bool
    let progress: LayerProgress
    private let isDone = Semaphore(0)
    private let outcome = Mutex<Result<ReceivedLayer, ImageError>?>(nil)

    init(_ layer: IncomingLayer, number: Int, isUnpacked: Bool, _ progress: LayerProgress) {
        self.layer = layer
        self.number = number
        self.isUnpacked = isUnpacked
        self.progress = progress
    }

    /// Brings the layer in, unless another one has failed.
    func run(in transfer: Transfer) {
        let result = Result { () throws(ImageError) in
            do throws(ImageError) {
                try transfer.check()
                return try receive(in: transfer)
            } catch {
                throw transfer.fail(error.about("layer \(label)"))
            }
        }
        outcome.withLock { $0 = result }
        isDone.signal()
    }

    /// What came of it, once it has run.
    func wait() throws(ImageError) -> ReceivedLayer {
        isDone.wait()
        // Others may ask again.
        isDone.signal()
        guard let result = outcome.withLock({ $0 }) else { preconditionFailure("a job that is done has an outcome") }
        return try result.get()
    }

    private var label: String { layer.expected.map { String($0.digest.short) } ?? layer.name }
}

/// A layer that has come in.
struct ReceivedLayer: Sendable {
    let blob: BlobDescriptor
    /// The blob's file, if the store hasn't got it.
    let file: BlobFile?
    /// The digest without compression, if the layer was read so far.
    let diffID: Digest?
    /// The layer unpacked; absent when that takes the layers beneath.
    let unpacked: UnpackedLayer?
}

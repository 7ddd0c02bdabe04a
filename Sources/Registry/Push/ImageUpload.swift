import Archive
import Images
import LinuxSystem
import OCI
import Synchronization

/// Brings an image's blobs to a repository, several at a time.
final class ImageUpload: Sendable {
    /// Blobs that are on their way at once.
    private static let width = 3

    private let blobs: [OutgoingBlob]
    private let destination: RemoteRepository
    private let progress: TransferProgress?
    /// The progress's number of each blob; the configuration has none.
    private let items: [Int?]
    private let state = Mutex((next: 0, failure: nil as RegistryError?))

    init(_ image: PreparedImage, to destination: RemoteRepository, _ progress: TransferProgress?) {
        blobs = image.blobs
        self.destination = destination
        self.progress = progress
        items = image.blobs.enumerated().map { index, blob in
            let isLayer = index < image.blobs.count - 1
            return isLayer ? progress?.add(blob.descriptor.digest.short, total: blob.descriptor.size) : nil
        }
    }

    /// Sends what the repository lacks.
    /// - Throws: the first failure; blobs that were on their way then are finished, others not begun.
    func sendBlobs(mounting sources: MountSources) throws(RegistryError) {
        work(sources, width: min(Self.width, blobs.count))
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// Sends blobs as long as there are any, on this thread and on others beside it.
    private func work(_ sources: MountSources, width: Int) {
        guard width > 1 else { return sendRemaining(sources) }
        do {
            let others = try Thread.start { [self] in work(sources, width: width - 1) }
            sendRemaining(sources)
            others.join()
        } catch {
            // Where no thread can be had, fewer do the same.
            sendRemaining(sources)
        }
    }

    private func sendRemaining(_ sources: MountSources) {
        while let index = takeNext() {
            do throws(RegistryError) {
                try send(index, sources)
            } catch {
                state.withLock { $0.failure = $0.failure ?? error }
            }
        }
    }

    private func takeNext() -> Int? {
        state.withLock { state in
            guard state.failure == nil, state.next < blobs.count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    private func send(_ index: Int, _ sources: MountSources) throws(RegistryError) {
        let blob = blobs[index]
        let digest = blob.descriptor.digest
        if try destination.holds(digest) { return set(.exists, of: index) }
        switch try destination.startUpload(digest, mountingFrom: sources[digest]) {
        case .mounted(let source): set(.mounted(from: source), of: index)
        case .location(let location):
            set(.uploading, of: index)
            try destination.upload(watched(blob, index), to: location)
            set(.complete, of: index)
        }
    }

    private func set(_ phase: TransferProgress.Phase, of index: Int) {
        if let item = items[index] { progress?.set(phase, of: item) }
    }

    /// The blob, whose bytes tell the progress of themselves.
    private func watched(_ blob: OutgoingBlob, _ index: Int) -> OutgoingBlob {
        guard let progress, let item = items[index] else { return blob }
        return OutgoingBlob(descriptor: blob.descriptor) { offset throws(ImageError) in
            progress.setDone(offset, of: item)
            return WatchedSource(try blob.open(offset)) { progress.advance(item, by: $0) }
        }
    }
}

/// Passes bytes on, and says how many.
private final class WatchedSource: ByteSource {
    private let source: any ByteSource
    private let watch: (Int64) -> Void

    init(_ source: any ByteSource, watch: @escaping (Int64) -> Void) {
        self.source = source
        self.watch = watch
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = try source.read(into: buffer)
        watch(Int64(count))
        return count
    }
}

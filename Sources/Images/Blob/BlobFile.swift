import Archive
import LinuxSystem
import OCI
import Synchronization

/// The file that a layer's bytes are gathered in until the store takes it:
/// one of the staging directory, or a download that the next transfer can
/// go on with.
final class BlobFile: Sendable {
    private enum Place {
        /// In the transfer's staging directory, by this name.
        case staging(name: String)
        case download(Download)
    }

    let file: SharedDescriptor
    private let place: Place
    private let verified = Mutex<BlobDescriptor?>(nil)

    /// A new file in a staging directory.
    init(_ name: String, in staging: borrowing Descriptor) throws(ImageError) {
        do {
            file = SharedDescriptor(
                try staging.open(name, [.readWrite, .create, .truncate, .noFollow], mode: 0o600, resolution: .beneath))
        } catch {
            throw ImageError(error)
        }
        place = .staging(name: name)
    }

    init(_ download: Download) {
        file = download.file
        place = .download(download)
    }

    /// What the file holds, once all of it has come and has been verified.
    var blob: BlobDescriptor? { verified.withLock { $0 } }

    /// All of the file has come, and it is this.
    func complete(_ blob: BlobDescriptor) throws(ImageError) {
        verified.withLock { $0 = blob }
        if case .download(let download) = place { try download.share() }
    }

    /// The blob, from its start.
    func source(name: String) throws(ImageError) -> FileSource {
        try attempt { () throws(SystemError) in try FileSource(file.descriptor.duplicate(), name: name) }
    }

    /// Puts the blob into the store's directory, where nothing of its name is known.
    /// - Parameter staging: the transfer's staging directory.
    /// - Throws: `ImageStore.changed` when another process has removed it.
    func move(to name: String, in blobs: borrowing Descriptor, from staging: borrowing Descriptor) throws(ImageError) {
        switch place {
        case .staging(let old):
            try attempt { () throws(SystemError) in try staging.rename(old, to: name, in: blobs) }
        case .download(let download): try download.link(to: name, in: blobs)
        }
    }

    /// The store is known to have the blob.
    func forget() throws(ImageError) {
        if case .download(let download) = place { try download.discard() }
    }
}

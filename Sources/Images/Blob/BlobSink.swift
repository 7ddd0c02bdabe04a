import Archive
import LinuxSystem
import OCI

/// Writes a blob to a file, and computes its digest and size meanwhile.
final class BlobSink: ByteSink {
    let file: SharedDescriptor
    private let name: String
    private var hash = RunningHash(.sha256)
    /// Bytes so far.
    private(set) var size: Int64 = 0

    /// - Parameter name: what to call it in a message.
    init(_ file: SharedDescriptor, name: String) {
        self.file = file
        self.name = name
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        hash.update(bytes)
        size += Int64(bytes.count)
        do {
            try file.descriptor.write(bytes, name: name)
        } catch {
            throw .system(error)
        }
    }

    func finish() {}

    /// The SHA-256 of what has been written.
    var digest: Digest { hash.digest }
}

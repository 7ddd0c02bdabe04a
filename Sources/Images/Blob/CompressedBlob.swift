import Archive
import Glibc
import LinuxSystem
import OCI

/// A layer compressed for someone who wants it so; its file has no name and is
/// gone with it.
public final class CompressedBlob: Sendable {
    /// Of the compressed bytes.
    public let digest: Digest
    /// Bytes.
    public let size: Int64
    private let file: SharedDescriptor

    fileprivate init(digest: Digest, size: Int64, file: SharedDescriptor) {
        self.digest = digest
        self.size = size
        self.file = file
    }

    /// Opens it from an offset on, in bytes.
    public func open(from offset: Int64) throws(ImageError) -> any ByteSource {
        let file = try attempt { () throws(SystemError) in try self.file.descriptor.duplicate() }
        return FileSource(file, name: digest.text, range: offset..<Int64.max)
    }
}

extension ImageStore {
    /// A thread a processor, but no more than four: each takes memory.
    private static var compressionWorkers: Int { max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Compresses a stored blob, into a file on the store's file system.
    public func compress(_ digest: Digest, with compression: Compression) throws(ImageError) -> CompressedBlob {
        let file: SharedDescriptor
        do {
            file = SharedDescriptor(try UnnamedFile.make(in: directory("staging")).descriptor.duplicate())
        } catch {
            throw ImageError(error)
        }
        let window = try ByteWindow(blobSource(digest), capacity: 1 << 20)
        let sink = BlobSink(file, name: "layer \(digest.short), compressed")
        let space = FreeSpace()
        do {
            let compressor = try compression.compress(into: sink, workers: Self.compressionWorkers)
            while let chunk = try window.next(atMost: .max) {
                // What is compressed takes less.
                try space.take(Int64(chunk.count), in: file.descriptor, for: "layer \(digest.short), compressed")
                try compressor.write(chunk)
            }
            try compressor.finish()
        } catch {
            throw ImageError(error)
        }
        return CompressedBlob(digest: sink.digest, size: sink.size, file: file)
    }
}

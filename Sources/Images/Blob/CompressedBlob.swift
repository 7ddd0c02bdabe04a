import Archive
import LinuxSystem
import OCI

/// A layer compressed for someone who wants it so; its file has no name and is
/// gone with it.
public final class CompressedBlob: Sendable {
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
    /// Compresses a stored blob, into a file on the store's file system.
    public func compress(_ digest: Digest, with compression: Compression) throws(ImageError) -> CompressedBlob {
        let file: SharedDescriptor
        do {
            file = SharedDescriptor(try UnnamedFile.make(in: directory("staging")).descriptor.duplicate())
        } catch {
            throw ImageError(error)
        }
        let content = try openBlob(digest)
        let source = try attempt { () throws(ArchiveError) in
            HashingSource(try CompressingSource(content, with: compression))
        }
        let window = ByteWindow(source)
        let space = FreeSpace()
        var isAtEnd = false
        while !isAtEnd {
            guard let chunk = try attempt({ () throws(ArchiveError) in try window.next(atMost: .max) }) else {
                isAtEnd = true
                continue
            }
            try space.take(Int64(chunk.count), in: file.descriptor, for: "layer \(digest.short), compressed")
            try attempt { () throws(SystemError) in try file.descriptor.write(chunk, name: "layer \(digest.short)") }
        }
        return CompressedBlob(digest: source.digest, size: source.count, file: file)
    }
}

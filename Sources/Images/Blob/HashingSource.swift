import Archive
import OCI

/// Passes bytes on and computes their SHA-256 meanwhile.
final class HashingSource: ByteSource {
    private let source: any ByteSource
    private var hash = RunningHash(.sha256)
    /// How many bytes have passed.
    private(set) var count: Int64 = 0

    init(_ source: any ByteSource) {
        self.source = source
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = try source.read(into: buffer)
        self.count += Int64(count)
        hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// The digest of what has passed so far.
    var digest: Digest { hash.digest }
}
